import { usePlot } from './use-plot.ts'

/** The plot's lower edge and the line at chance accuracy; on the halving scale they are the same. */
export function BaseLine({ guessing, name }: { guessing: number; name: string }) {
  const plot = usePlot()
  if (plot === null) return null
  const bottom = Math.round(plot.bottom) - 0.5
  const y = Math.min(bottom, Math.round(plot.y(guessing)) + 0.5)
  return (
    <g>
      <line className="base" x1={plot.left} x2={plot.right} y1={bottom} y2={bottom} />
      {y < bottom && <line className="gridline" x1={plot.left} x2={plot.right} y1={y} y2={y} />}
      <text className="halo" x={plot.right + 12} y={y + 4}>
        {name}
      </text>
    </g>
  )
}

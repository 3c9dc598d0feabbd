import { usePlot } from './use-plot.ts'

/** Gridlines across the plot, each labelled above its left end. */
export function Gridlines({
  lines,
}: {
  lines: readonly { readonly height: number; readonly name: string }[]
}) {
  const plot = usePlot()
  if (plot === null) return null
  return (
    <g>
      {lines.map(({ height, name }) => {
        const y = Math.round(plot.y(height)) + 0.5
        return (
          <g key={name}>
            <line className="gridline" x1={plot.left} x2={plot.right} y1={y} y2={y} />
            <text className="halo" x={plot.left} y={y - 5}>
              {name}
            </text>
          </g>
        )
      })}
    </g>
  )
}

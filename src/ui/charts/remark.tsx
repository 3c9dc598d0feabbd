import { usePlot } from '../plot/use-plot.ts'

/** A sentence in an empty plot. */
export function Remark({ height, children }: { height: number; children: string }) {
  const plot = usePlot()
  if (plot === null) return null
  return (
    <text
      className="remark halo"
      x={(plot.left + plot.right) / 2}
      y={plot.y(height)}
      textAnchor="middle"
    >
      {children}
    </text>
  )
}

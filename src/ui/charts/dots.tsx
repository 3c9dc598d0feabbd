import { usePlot } from './use-plot.ts'

/** The measured points of a curve; hollow ones for a curve that is not the main one. */
export function Dots({
  points,
  hollow = false,
}: {
  points: readonly { readonly epoch: number; readonly height: number }[]
  hollow?: boolean
}) {
  const plot = usePlot()
  if (plot === null) return null
  return (
    <g>
      {points.map(({ epoch, height }) => (
        <circle
          key={epoch}
          className={hollow ? 'dot hollow' : 'dot'}
          cx={plot.x(epoch)}
          cy={plot.y(height)}
          r={2.75}
        />
      ))}
    </g>
  )
}

import { usePlot } from '../../plot/use-plot.ts'

/** A curve's measured points, without missing ones; hollow unless it is the main curve. */
export function Dots({
  points,
  hollow = false,
}: {
  points: readonly { readonly epoch: number; readonly height: number | null }[]
  hollow?: boolean
}) {
  const plot = usePlot()
  if (plot === null) return null
  return (
    <g>
      {points.map(
        ({ epoch, height }) =>
          height !== null && (
            <circle
              key={epoch}
              className={hollow ? 'dot hollow' : 'dot'}
              cx={plot.x(epoch)}
              cy={plot.y(height)}
              r={2.75}
            />
          ),
      )}
    </g>
  )
}

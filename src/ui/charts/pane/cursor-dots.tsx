import { useCursor } from '../panes-context.ts'
import type { SeriesEnd } from './direct-labels.tsx'
import { usePlot } from '../../plot/use-plot.ts'

/** The points under the crosshair. */
export function CursorDots({ series }: { series: readonly SeriesEnd[] }) {
  const plot = usePlot()
  const cursor = useCursor()
  if (plot === null || cursor === null) return null
  return (
    <g>
      {series.map(({ name, points }) => {
        const point = points.at(cursor)
        return (
          point !== undefined &&
          point.height !== null && (
            <circle
              key={name}
              className="held"
              cx={plot.x(point.epoch)}
              cy={plot.y(point.height)}
              r={4}
            />
          )
        )
      })}
    </g>
  )
}

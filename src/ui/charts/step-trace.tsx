import { useId } from 'react'
import type { SeriesPoint } from '../../runs/step-series.ts'
import { useLab } from '../lab-context.ts'
import { usePlot } from './use-plot.ts'

/**
 * The per-step values of the present run, thinned, as a faint line. It follows the store by itself: the chart around
 * it is drawn anew once an epoch only.
 */
export function StepTrace({ heightOf }: { heightOf: (point: SeriesPoint) => number }) {
  const plot = usePlot()
  const points = useLab(({ run }) => run?.series.points)
  const stepsPerEpoch = useLab(({ run }) => run?.plan?.length.stepsPerEpoch)
  const clip = useId()
  if (plot === null || points === undefined || stepsPerEpoch === undefined) return null
  if (points.length === 0) return null
  const path = points
    .map((point) => {
      const x = plot.x((point.step + 0.5) / stepsPerEpoch)
      return `${x.toFixed(1)},${plot.y(heightOf(point)).toFixed(1)}`
    })
    .join('L')
  return (
    <g>
      <clipPath id={clip}>
        <rect
          x={plot.left}
          y={plot.top}
          width={plot.right - plot.left}
          height={plot.bottom - plot.top}
        />
      </clipPath>
      <path className="raw" clipPath={`url(#${clip})`} d={`M${path}`} />
    </g>
  )
}

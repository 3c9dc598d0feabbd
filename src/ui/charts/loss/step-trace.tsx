import { useId } from 'react'
import type { StepPoint } from '../../../runs/live/step-series.ts'
import { useLab } from '../../context/lab-context.ts'
import { usePlot } from '../../plot/use-plot.ts'

/**
 * The per-step values of the current run, thinned, as a faint line. It subscribes to the store itself, because the chart
 * around it renders only once an epoch.
 */
export function StepTrace({ heightOf }: { heightOf: (point: StepPoint) => number }) {
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

import type { MeasuredPoint } from '../../../../../experiments/kinds/sweep.ts'
import { meanEstimate, type Sample } from '../../../../../runs/statistics/samples.ts'
import type { Scale } from '../../../../plot/scales.ts'
import type { StudyPoint } from './study-chart.tsx'

type Quantity = (point: MeasuredPoint) => Sample | null

/** Every value that a quantity's scale must fit, including intervals. */
export const valuesOf = (points: readonly MeasuredPoint[], quantity: Quantity): number[] =>
  points.flatMap((point) => {
    const sample = quantity(point)
    if (sample === null) return []
    const estimate = meanEstimate(sample)
    return estimate === null ? [sample.mean] : [estimate.low, sample.mean, estimate.high]
  })

/** A quantity's points, with 95% intervals if there are several seeds; hollow if a run diverged. */
export const pointsOf = (
  points: readonly MeasuredPoint[],
  quantity: Quantity,
  x: Scale,
  y: Scale,
): StudyPoint[] =>
  points.flatMap((point) => {
    const sample = quantity(point)
    if (sample === null) return []
    const estimate = meanEstimate(sample)
    return [
      {
        x: x.share(point.x),
        y: y.share(sample.mean),
        hollow: point.diverged > 0,
        ...(estimate && { low: y.share(estimate.low), high: y.share(estimate.high) }),
      },
    ]
  })

import type { StepEvent } from '../../trainer/events.ts'

/** Most points of a series, whatever the length of the run. */
const MAX_POINTS = 400

export interface StepPoint {
  /** Middle of the steps averaged here, counted from 0. */
  readonly step: number
  readonly loss: number
  readonly accuracy: number
  /** Steps averaged here. */
  readonly count: number
}

/** Per-step values, smoothed before they are thinned: each point is the mean of `stepsPerPoint` steps. */
export interface StepSeries {
  readonly stepsPerPoint: number
  readonly points: readonly StepPoint[]
}

export const emptySeries = (stepsOfRun: number): StepSeries => ({
  stepsPerPoint: Math.max(1, Math.ceil(stepsOfRun / MAX_POINTS)),
  points: [],
})

/** The series with further steps in order. Steps whose loss is NaN are skipped. */
export function extendSeries(series: StepSeries, steps: readonly StepEvent[]): StepSeries {
  const { stepsPerPoint } = series
  const points = [...series.points]
  for (const { step, loss, accuracy } of steps) {
    if (!Number.isFinite(loss)) continue
    const last = points.at(-1)
    const sameBucket =
      last !== undefined &&
      Math.floor(last.step / stepsPerPoint) === Math.floor(step / stepsPerPoint)
    if (sameBucket) points[points.length - 1] = withStep(last, step, loss, accuracy)
    else points.push({ step, loss, accuracy, count: 1 })
  }
  return { stepsPerPoint, points }
}

/** The series without steps from `end` on; a point that straddles it is dropped. */
export const seriesUpTo = ({ stepsPerPoint, points }: StepSeries, end: number): StepSeries => ({
  stepsPerPoint,
  points: points.filter(
    ({ step }) => (Math.floor(step / stepsPerPoint) + 1) * stepsPerPoint <= end,
  ),
})

function withStep(point: StepPoint, step: number, loss: number, accuracy: number): StepPoint {
  const count = point.count + 1
  const towards = (mean: number, value: number) => mean + (value - mean) / count
  return {
    step: towards(point.step, step),
    loss: towards(point.loss, loss),
    accuracy: towards(point.accuracy, accuracy),
    count,
  }
}

import type { RunRecord, StepCurve } from '../../../../runs/record/record.ts'
import { smooth } from '../../../../runs/statistics/smoothing.ts'
import { type Curve, type CurvePoint, type Ranged, xOf } from './curves.ts'
import type { CompareView, LabelValue, XAxis } from '../../view.ts'

/** One line of a pane. */
export interface Series {
  readonly id: string
  readonly name: string
  /** Seeds of its row. */
  readonly seeds: number
  readonly tone: number | null
  readonly points: readonly SeriesPoint[]
  /** Whether it is a band of several seeds. */
  readonly banded: boolean
}

export interface SeriesPoint {
  readonly x: number
  /** As measured. */
  readonly value: number
  /** As drawn: smoothed if requested. */
  readonly drawn: number
  readonly low: number
  readonly high: number
}

type Measure = (point: CurvePoint) => Ranged | null

/** A measure of curves at each of their tests. */
export const testSeries = (
  curves: readonly Curve[],
  measure: Measure,
  { x, smoothing }: Pick<CompareView, 'x' | 'smoothing'>,
): Series[] =>
  curves.map(({ id, name, tone, seeds, points }) => {
    const known = points.flatMap((point) => {
      const ranged = measure(point)
      return ranged === null ? [] : [{ point, ranged }]
    })
    const smoothed = smooth(
      known.map(({ point, ranged }) => ({ x: point.epoch, y: ranged.mean })),
      smoothing,
    )
    return {
      id,
      name,
      seeds,
      tone,
      banded: seeds > 1,
      points: known.map(({ point, ranged }, i) => ({
        x: xOf(point, x),
        value: ranged.mean,
        drawn: smoothed[i].y,
        low: ranged.low,
        high: ranged.high,
      })),
    }
  })

/** The loss of single steps, smoothed over epochs. */
export function stepSeries(
  { id, name, seeds, tone }: Curve,
  record: RunRecord,
  { stepsPerPoint, loss }: StepCurve,
  { x, smoothing }: Pick<CompareView, 'x' | 'smoothing'>,
): Series {
  const known = loss.flatMap((value, i) => {
    const step = Math.min(record.stepsTaken, (i + 0.5) * stepsPerPoint)
    return value === null ? [] : [{ step, epoch: step / record.stepsPerEpoch, value }]
  })
  const smoothed = smooth(
    known.map(({ epoch, value }) => ({ x: epoch, y: value })),
    smoothing,
  )
  return {
    id,
    name,
    seeds,
    tone,
    banded: false,
    points: known.map(({ step, epoch, value }, i) => ({
      x: x === 'step' ? step : x === 'epoch' ? epoch : secondsAt(record, step),
      value,
      drawn: smoothed[i].y,
      low: value,
      high: value,
    })),
  }
}

/** Seconds of training at a step: on a straight line between the tests around it. */
export function secondsAt({ tests, trainSeconds, stepsTaken }: RunRecord, step: number): number {
  const known = [
    { step: 0, seconds: 0 },
    ...tests.map((test) => ({ step: test.step, seconds: test.trainSeconds })),
    { step: stepsTaken, seconds: trainSeconds },
  ]
  const after = known.findIndex((point) => point.step >= step)
  if (after <= 0) return after === 0 ? 0 : trainSeconds
  const [a, b] = [known[after - 1], known[after]]
  return b.step === a.step
    ? b.seconds
    : a.seconds + ((b.seconds - a.seconds) * (step - a.step)) / (b.step - a.step)
}

/** The value of a series' label without a crosshair, as measured. */
export function labelled(
  { points }: Series,
  label: LabelValue,
  better: 'higher' | 'lower',
): number | null {
  if (points.length === 0) return null
  const values = points.map(({ value }) => value)
  switch (label) {
    case 'last':
      return values[values.length - 1]
    case 'best':
      return better === 'higher' ? Math.max(...values) : Math.min(...values)
    case 'mean':
      return values.reduce((sum, value) => sum + value, 0) / values.length
  }
}

/** The value measured at `x` or last before it; null before the first. */
export const valueAtX = ({ points }: Series, x: number): SeriesPoint | null =>
  points.findLast((point) => point.x <= x * (1 + 1e-9)) ?? null

/** Names of the axes' units within sentences. */
export const UNITS: Readonly<Record<XAxis, string>> = {
  epoch: 'epoch',
  step: 'step',
  seconds: 'second',
}

/** The label of a loss gridline, with as many decimals as needed. */
export const lossName = (loss: number): string =>
  loss.toFixed(Math.max(1, -Math.floor(Math.log10(loss))))

import type { DatasetName } from '../../../data/datasets.ts'
import type { RunLength } from '../../../recipe/schedule/schedule.ts'
import { judged, type RunRecord, smoothingIn } from '../../../runs/record/record.ts'
import { GOAL } from '../../../runs/run.ts'
import { percentFigure } from '../../words/format.ts'
import { isShort } from '../pane/time-axis-ticks.ts'

/** A grey background curve. */
export interface CurveBehind {
  /** Beside its end. */
  readonly name: string
  readonly points: readonly {
    readonly epoch: number
    readonly accuracy: number
    readonly trainLoss: number | null
    readonly testLoss: number | null
  }[]
  /** The last accuracy, in percent. */
  readonly result: string
  /** Recipe and device, above the curves. */
  readonly words: string
  readonly dataset: DatasetName
  /** The label smoothing that its losses include. */
  readonly smoothing: ReturnType<typeof smoothingIn>
}

/** The curve of a stored run; null without tests. */
export function curveOf(
  record: RunRecord,
  said: Pick<CurveBehind, 'name' | 'words'>,
): CurveBehind | null {
  const { tests, stepsPerEpoch, dataset } = record
  const last = tests.at(-1)
  if (last === undefined) return null
  return {
    ...said,
    points: tests.map((test) => ({
      epoch: test.step / stepsPerEpoch,
      accuracy: judged(test),
      trainLoss: test.trainLoss,
      testLoss: test.testLoss,
    })),
    result: percentFigure(judged(last), GOAL),
    dataset,
    smoothing: smoothingIn(record),
  }
}

/** Rounding tolerance of a length, in epochs. */
const ROUNDING = 0.01

/** Whether an axis of this length has room for the whole curve. */
export function fits({ points }: CurveBehind, length: RunLength): boolean {
  const end = points.at(-1)?.epoch ?? Infinity
  return !isShort(length) && end <= length.epochs + ROUNDING
}

/**
 * The curve without losses whose label smoothing differs from the visitor's run, which trains with `smoothing` and is
 * tested without; all of it if there is no run to compare.
 */
export function withComparableLosses(curve: CurveBehind, smoothing: number | null): CurveBehind {
  if (smoothing === null) return curve
  const hasTest = curve.smoothing.test === 0
  const hasTrain = curve.smoothing.train === smoothing
  const points = curve.points.map((point) => ({
    ...point,
    testLoss: hasTest ? point.testLoss : null,
    trainLoss: hasTrain ? point.trainLoss : null,
  }))
  return { ...curve, points }
}

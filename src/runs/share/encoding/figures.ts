import type { Measured, RunRecord, StepCurve } from '../../record/record.ts'

// The figures of a record as integers, at the precision of links. Decoding and encoding again gives the same numbers,
// so that a run from a link has the same id.

/** Losses by their logarithm, in steps of 0.1%; those of single steps in steps of 1%. */
const LOSS_PER_E = 1000
const STEP_LOSS_PER_E = 100
const LOSS_LOG_RANGE = 13

/** Stands for a NaN loss. */
const NO_LOSS = -(LOSS_LOG_RANGE * LOSS_PER_E) - 1

const TRAIN_ACCURACY_STEPS = 10_000
const STEP_ACCURACY_STEPS = 200
const NO_SHARE = -1

const toLog = (loss: number | null, perE: number): number => {
  if (loss === null) return NO_LOSS
  const log = Math.log(Math.max(loss, Number.MIN_VALUE))
  return Math.round(perE * Math.max(-LOSS_LOG_RANGE, Math.min(LOSS_LOG_RANGE, log)))
}

const fromLog = (log: number, perE: number): number | null =>
  log === NO_LOSS ? null : Math.exp(log / perE)

/** One column per series. */
export interface TestFigures {
  readonly step: readonly number[]
  readonly milliseconds: readonly number[]
  readonly trainLoss: readonly number[]
  readonly trainAccuracy: readonly number[]
  readonly testLoss: readonly number[]
  readonly live: readonly number[]
  /** Empty if no test has one; -1 for a test without. */
  readonly average: readonly number[]
  readonly views: readonly number[]
}

export function testFigures({ tests, testImages }: RunRecord): TestFigures {
  const right = (share: number) => Math.round(share * testImages)
  const column = (of: (test: Measured) => number) => tests.map(of)
  const scores = (of: (test: Measured) => number | null) =>
    tests.map(of).map((share) => (share === null ? NO_SHARE : right(share)))
  const optional = (of: (test: Measured) => number | null) =>
    tests.every((test) => of(test) === null) ? [] : scores(of)
  return {
    step: column(({ step }) => step),
    milliseconds: column(({ trainSeconds }) => Math.round(1000 * trainSeconds)),
    trainLoss: column(({ trainLoss }) => toLog(trainLoss, LOSS_PER_E)),
    trainAccuracy: column(({ trainAccuracy }) => Math.round(TRAIN_ACCURACY_STEPS * trainAccuracy)),
    testLoss: column(({ testLoss }) => toLog(testLoss, LOSS_PER_E)),
    live: scores(({ live }) => live),
    average: optional(({ average }) => average),
    views: optional(({ views }) => views),
  }
}

export function testsOf(figures: TestFigures, testImages: number): Measured[] {
  const share = (column: readonly number[], i: number) =>
    column.length === 0 || column[i] === NO_SHARE ? null : column[i] / testImages
  return figures.step.map((step, i) => ({
    step,
    trainSeconds: figures.milliseconds[i] / 1000,
    trainLoss: fromLog(figures.trainLoss[i], LOSS_PER_E),
    trainAccuracy: figures.trainAccuracy[i] / TRAIN_ACCURACY_STEPS,
    testLoss: fromLog(figures.testLoss[i], LOSS_PER_E),
    live: share(figures.live, i),
    average: share(figures.average, i),
    views: share(figures.views, i),
  }))
}

export interface StepFigures {
  readonly stepsPerPoint: number
  readonly loss: readonly number[]
  readonly accuracy: readonly number[]
}

/** The per-step curve in at most `points` points, each the mean of its steps. */
export function stepFigures(curve: StepCurve, points: number): StepFigures {
  const merged = Math.max(1, Math.ceil(curve.loss.length / Math.max(1, points)))
  const length = points === 0 ? 0 : Math.ceil(curve.loss.length / merged)
  const means = (values: readonly (number | null)[]) =>
    Array.from({ length }, (_, i) => mean(values.slice(i * merged, (i + 1) * merged)))
  return {
    stepsPerPoint: curve.stepsPerPoint * merged,
    loss: means(curve.loss).map((loss) => toLog(loss, STEP_LOSS_PER_E)),
    accuracy: means(curve.accuracy).map((share) =>
      share === null ? NO_SHARE : Math.round(STEP_ACCURACY_STEPS * share),
    ),
  }
}

export const stepCurveOf = ({ stepsPerPoint, loss, accuracy }: StepFigures): StepCurve => ({
  stepsPerPoint,
  loss: loss.map((log) => fromLog(log, STEP_LOSS_PER_E)),
  accuracy: accuracy.map((share) => (share === NO_SHARE ? null : share / STEP_ACCURACY_STEPS)),
})

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

import { thinned } from '../earlier-run.ts'
import { resolveRecipe } from '../../recipe/choice.ts'
import { finalScore } from '../../trainer/events.ts'
import { type EpochScores, plainTestLoss, type Run } from '../run.ts'
import type { StepSeries } from '../live/step-series.ts'
import { dynamicsCurve } from './dynamics-curve.ts'
import {
  type Ending,
  MAX_ADAPTER,
  MAX_BROWSER,
  MAX_CODE,
  MAX_LOSS,
  MAX_RATE_CHANGES,
  MAX_RATE_FACTOR,
  MAX_SENTENCE,
  MAX_TESTS,
  RECORD_VERSION,
  type Measured,
  type StepCurve,
  type WholeRun,
} from './record.ts'

/** Fields that the run doesn't know. */
export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly browser: string | null
  /** The user's name for the device, if the browser reports none; may be empty. */
  readonly device: string
  readonly code: string
}

/** The record of a run so far; null before its first step. A run that hasn't ended counts as interrupted. */
export function recordOf(
  run: Run,
  { startedAt, browser, device, code }: Circumstances,
): WholeRun | null {
  const { plan, request, steps } = run
  if (plan === null || steps === 0) return null
  const { engine } = plan
  const recipe = resolveRecipe(request.choice)
  const dynamics = dynamicsCurve(run.dynamics)
  const { isPlain, lossOf } = testLosses(run.epochs, recipe.labelSmoothing)
  return {
    record: {
      version: RECORD_VERSION,
      choice: request.choice,
      recipe,
      seed: request.seed,
      dataset: request.dataset,
      engine: engine.engine,
      precision: engine.precision,
      precisionReason: engine.precisionReason.slice(0, MAX_SENTENCE),
      variant: engine.variant.slice(0, MAX_SENTENCE),
      adapter: (engine.adapter || device).slice(0, MAX_ADAPTER),
      software: engine.software,
      browser: browser?.slice(0, MAX_BROWSER) ?? null,
      code: code.slice(0, MAX_CODE),
      startedAt,
      batchSize: plan.batchSize,
      normImages: plan.normImages,
      trainImages: plan.trainImages,
      testImages: plan.testImages,
      ...(plan.imagesFingerprint !== undefined && { imagesFingerprint: plan.imagesFingerprint }),
      ...(recipe.labelSmoothing > 0 && isPlain && { plainTestLoss: true }),
      stepsPerEpoch: plan.length.stepsPerEpoch,
      steps: plan.length.steps,
      stepsTaken: steps,
      trainSeconds: run.trainSeconds,
      wallSeconds: run.wallSeconds,
      ending: endingOf(run),
      rateChanges: run.rateChanges
        .slice(-MAX_RATE_CHANGES)
        .map(({ step, factor }) => ({ step, factor: Math.min(factor, MAX_RATE_FACTOR) })),
      resumedFrom: run.resumedFrom,
      confusion: run.confusion === null ? null : [...run.confusion],
      tests: thinned(run.epochs, MAX_TESTS).map((scores) =>
        measuredOf(scores, plan.length.stepsPerEpoch, lossOf(scores)),
      ),
      ...(dynamics !== null && { dynamics }),
      ...(run.forgetting !== null && {
        forgetting: run.forgetting.map((point) => ({
          ...point,
          loss: finite(point.loss) ?? MAX_LOSS,
        })),
      }),
    },
    steps: curveOf(run.series),
  }
}

function endingOf({ phase, failure }: Run): Ending {
  if (phase === 'done' || phase === 'stopped') return { kind: phase }
  if (phase !== 'failed' || failure === null) return { kind: 'cut off' }
  const { message, advice, diverged } = failure
  return {
    kind: 'failed',
    message: message.slice(0, MAX_SENTENCE),
    advice: advice.slice(0, MAX_SENTENCE),
    ...(diverged && { diverged }),
  }
}

/**
 * How a record gets its test losses, all of one kind: plain ones, unless all tests are an earlier version's, with the
 * recipe's label smoothing. Where a run of an earlier version was resumed, the losses from before are left out.
 */
function testLosses(epochs: readonly EpochScores[], labelSmoothing: number) {
  const plain = (scores: EpochScores) => plainTestLoss(scores, labelSmoothing)
  const isPlain = epochs.length === 0 || epochs.some((scores) => plain(scores) !== null)
  return { isPlain, lossOf: isPlain ? plain : ({ test }: EpochScores) => finalScore(test).loss }
}

const measuredOf = (
  { epoch, trainSeconds, train, test }: EpochScores,
  stepsPerEpoch: number,
  testLoss: number | null,
): Measured => ({
  step: Math.round(epoch * stepsPerEpoch),
  trainSeconds,
  trainLoss: finite(train.loss),
  trainAccuracy: train.accuracy,
  testLoss: testLoss === null ? null : finite(testLoss),
  live: test.live?.accuracy ?? null,
  average: test.average?.accuracy ?? null,
  views: test.views?.accuracy ?? null,
})

const finite = (value: number): number | null =>
  Number.isFinite(value) ? Math.min(value, MAX_LOSS) : null

/** The points of a series by index, with nulls for missing ones. */
function curveOf({ stepsPerPoint, points }: StepSeries): StepCurve {
  const placed = new Map(points.map((point) => [Math.floor(point.step / stepsPerPoint), point]))
  const length = Math.max(-1, ...placed.keys()) + 1
  const at = Array.from({ length }, (_, i) => placed.get(i))
  return {
    stepsPerPoint,
    loss: at.map((point) => (point === undefined ? null : finite(point.loss))),
    accuracy: at.map((point) => point?.accuracy ?? null),
  }
}

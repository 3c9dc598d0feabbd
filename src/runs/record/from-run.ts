import { resolveRecipe } from '../../recipe/choice.ts'
import { finalScore } from '../../trainer/events.ts'
import type { EpochScores, Run } from '../run.ts'
import type { StepSeries } from '../step-series.ts'
import { dynamicsCurve } from './dynamics-curve.ts'
import {
  type Ending,
  MAX_LOSS,
  MAX_SENTENCE,
  type Measured,
  type StepCurve,
  type WholeRun,
} from './record.ts'

/** What a run itself does not know. */
export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly browser: string | null
  /** What a person calls the device, where the browser does not name it; may be empty. */
  readonly device: string
  readonly code: string
}

/** The record of a run up to now; null before its first step. One that has not ended counts as cut off. */
export function recordOf(
  run: Run,
  { startedAt, browser, device, code }: Circumstances,
): WholeRun | null {
  const { plan, request, steps } = run
  if (plan === null || steps === 0) return null
  const { engine } = plan
  const dynamics = dynamicsCurve(run.dynamics)
  return {
    record: {
      version: 1,
      choice: request.choice,
      recipe: resolveRecipe(request.choice),
      seed: request.seed,
      dataset: request.dataset,
      engine: engine.engine,
      precision: engine.precision,
      precisionReason: engine.precisionReason.slice(0, MAX_SENTENCE),
      variant: engine.variant.slice(0, MAX_SENTENCE),
      adapter: engine.adapter || device,
      software: engine.software,
      browser,
      code,
      startedAt,
      batchSize: plan.batchSize,
      normImages: plan.normImages,
      trainImages: plan.trainImages,
      testImages: plan.testImages,
      stepsPerEpoch: plan.length.stepsPerEpoch,
      steps: plan.length.steps,
      stepsTaken: steps,
      trainSeconds: run.trainSeconds,
      wallSeconds: run.wallSeconds,
      ending: endingOf(run),
      rateChanges: run.rateChanges.map(({ step, factor }) => ({ step, factor })),
      goneOn: run.goneOn,
      confusion: run.confusion === null ? null : [...run.confusion],
      tests: run.epochs.map((scores) => measuredOf(scores, plan.length.stepsPerEpoch)),
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

const measuredOf = (
  { epoch, trainSeconds, train, test }: EpochScores,
  stepsPerEpoch: number,
): Measured => ({
  step: Math.round(epoch * stepsPerEpoch),
  trainSeconds,
  trainLoss: finite(train.loss),
  trainAccuracy: train.accuracy,
  testLoss: finite(finalScore(test).loss),
  live: test.live.accuracy,
  average: test.average?.accuracy ?? null,
  views: test.views?.accuracy ?? null,
})

const finite = (value: number): number | null =>
  Number.isFinite(value) ? Math.min(value, MAX_LOSS) : null

/** The points of a series by their place, with nulls for those it lacks. */
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

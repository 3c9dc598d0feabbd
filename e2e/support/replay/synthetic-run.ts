import { randomWords, wordToUnit } from '../../../src/random/stream.ts'
import { resolveRecipe } from '../../../src/recipe/choice.ts'
import { scheduledValue } from '../../../src/recipe/schedule/schedule.ts'
import { outlookOf } from '../../../src/runs/live/outlook.ts'
import type { RunRequest } from '../../../src/runs/run.ts'
import {
  WATCHED_IMAGES,
  type WatchedPredictions,
} from '../../../src/trainer/evaluation/watched-images.ts'
import type { WorkerEvent } from '../../../src/worker/protocol.ts'
import type {
  FinalScores,
  SplitScore,
  TestScores,
  TrainerEvent,
} from '../../../src/trainer/events.ts'

/** An event and its time, in seconds of the run. */
export interface TimedEvent {
  readonly at: number
  readonly event: TrainerEvent
}

export interface SyntheticRun {
  readonly request: RunRequest
  /** Seconds from the first step to the end. */
  readonly seconds: number
  /** Share of test images classified correctly at the end. */
  readonly accuracy: number
  readonly testImages: number
  readonly trainImages: number
  readonly adapter: string
}

/** Seconds between two step reports, as in the trainer. */
const REPORT_SECONDS = 0.25

/**
 * The events of a synthetic run: as many as in a real one, with curves from a formula and noise from `src/random`. For
 * tests of the page only; no figure in it was measured.
 */
export function syntheticRun(run: SyntheticRun): TimedEvent[] {
  const { request, seconds, accuracy, testImages, trainImages } = run
  const recipe = resolveRecipe(request.choice)
  const { length, schedule } = outlookOf(request.choice, request.dataset)
  const noise = randomWords(request.seed, 'synthetic', 0, 4 * length.steps)
  const jitter = (i: number) => wordToUnit(noise[i % noise.length]) - 0.5
  const perStep = seconds / length.steps

  const done = (step: number) => (step + 1) / length.steps
  const lossAt = (step: number) => {
    const share = done(step)
    return 0.25 + 2.05 * Math.exp(-5 * share) + 0.5 * (1 - share) * (1 - Math.exp(-30 * share))
  }
  const stepAt = (step: number) => {
    const loss = lossAt(step) * (1 + 0.16 * jitter(step))
    return {
      step,
      loss,
      accuracy: Math.max(0.08, Math.min(1, 1 - loss / 2.6 + 0.06 * jitter(step + 7))),
      rate: scheduledValue(recipe, length, step),
    }
  }
  let epochs = 0
  const finalTest = (step: number): FinalScores => {
    const mistakes = (1 - accuracy) * Math.exp(2.1 * (1 - done(step)) ** 1.4)
    const score = (worse: number): SplitScore => ({
      loss: 0.3 + 1.9 * mistakes * worse,
      accuracy: Math.round(testImages * (1 - Math.min(0.9, mistakes * worse))) / testImages,
    })
    const averages = recipe.averaging.kind !== 'none'
    const views = recipe.views !== 'none'
    const wobble = 1 + 0.3 * (1 - done(step)) * (0.5 + jitter(3 * step))
    return {
      live: score(averages || views ? 1.12 * wobble : 1),
      average: averages ? score(1.05) : null,
      views: views ? score(1) : null,
    }
  }

  const epochTest = (step: number): TestScores => {
    const { live, average } = finalTest(step)
    return average === null ? { live, average, views: null } : { live: null, average, views: null }
  }

  const events: TimedEvent[] = [
    {
      at: 0,
      event: {
        type: 'begin',
        resumedFrom: null,
        plan: {
          length,
          schedule,
          batchSize: recipe.batchSize,
          requestedBatchSize: recipe.batchSize,
          normImages: null,
          trainImages,
          testImages,
          seed: request.seed,
          engine: {
            engine: request.engine,
            adapter: run.adapter,
            software: false,
            precision: 'f32',
            precisionReason: 'the only one of this engine',
            microBatches: 1,
            variant: '',
            bytes: 2.4 * 2 ** 30,
          },
        },
      },
    },
  ]
  let waiting: ReturnType<typeof stepAt>[] = []
  let reportedAt = -Infinity
  let epochLosses: number[] = []
  const report = (at: number) => {
    if (waiting.length === 0) return
    const usage = { bytesAtMost: 2.4 * 2 ** 30, javascriptMs: 1 }
    const seconds = { trainSeconds: at, wallSeconds: at }
    events.push({ at, event: { type: 'steps', ...seconds, steps: waiting, usage } })
    waiting = []
    reportedAt = at
  }
  for (let step = 0; step < length.steps; step++) {
    const at = (step + 1 + 0.4 * jitter(2 * step)) * perStep
    const entry = stepAt(step)
    waiting.push(entry)
    epochLosses.push(entry.loss)
    if (at - reportedAt >= REPORT_SECONDS) report(at)
    const last = step + 1 === length.steps
    if ((step + 1) % length.stepsPerEpoch !== 0 && !last) continue
    report(at)
    const loss = epochLosses.reduce((sum, value) => sum + value, 0) / epochLosses.length
    epochLosses = []
    events.push({
      at,
      event: {
        type: 'epoch',
        epoch: (step + 1) / length.stepsPerEpoch,
        step: step + 1,
        trainSeconds: at,
        wallSeconds: at,
        train: { loss, accuracy: 1 - loss / 2.6 },
        test: last ? finalTest(step) : epochTest(step),
        plainTestLoss: true,
        watched: watchedAt(epochs++),
      },
    })
  }
  const end = length.steps * perStep
  events.push({
    at: end,
    event: {
      type: 'done',
      trainSeconds: end,
      wallSeconds: end,
      steps: length.steps,
      test: finalTest(length.steps - 1),
      confusion: Array.from({ length: 100 }, () => 10),
      predictions: {
        labels: new Uint8Array(),
        predicted: new Uint8Array(),
        confidences: new Float32Array(),
      },
    },
  })
  return events
}

/** In each epoch, one more image is predicted correctly; the others are predicted as frogs. */
const watchedAt = (epoch: number): WatchedPredictions => ({
  predicted: WATCHED_IMAGES.map(({ label }, i) => (i <= epoch ? label : 6)),
  confidences: WATCHED_IMAGES.map((_, i) => (i <= epoch ? 0.9 : 0.4)),
})

/** All events of a run up to some time, as one batch. */
export const upTo = (
  events: readonly TimedEvent[],
  seconds = Infinity,
): { after: number; event: WorkerEvent }[] =>
  events
    .filter(({ at }) => at <= seconds)
    .map(({ event }) => ({ after: 0, event: { type: 'trainer', event } }))

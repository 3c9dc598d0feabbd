import type { Predictions } from '../../engine/engine.ts'
import { randomWords, wordToUnit } from '../../random/stream.ts'
import { resolveRecipe, type RecipeChoice } from '../../recipe/choice.ts'
import { DEFAULT_SETUP } from '../store/setup.ts'
import type { RunSchedule } from '../../trainer/events.ts'
import { RECORD_VERSION, type RunRecord, type WholeRun } from '../record/record.ts'

interface Options {
  readonly epochs?: number
  /** Final accuracy, 0 to 1. */
  readonly accuracy?: number
  readonly choice?: RecipeChoice
  readonly record?: Partial<RunRecord>
}

/** Predictions of a run for images of these classes. */
export const predictionsOf = (
  labels: readonly number[],
  predicted: readonly number[],
  confidences: readonly number[] = labels.map(() => 0.5),
): Predictions => ({
  labels: Uint8Array.from(labels),
  predicted: Uint8Array.from(predicted),
  confidences: Float32Array.from(confidences),
})

/** The schedule of a run of two steps; a new object per call, as for real runs. */
export const trainerPlan = (): RunSchedule => ({
  length: { stepsPerEpoch: 1, steps: 2, epochs: 2 },
  batchSize: 512,
  requestedBatchSize: 512,
  normImages: null,
  trainImages: 512,
  testImages: 100,
  seed: 1,
  schedule: [],
  engine: {
    engine: 'wgsl',
    adapter: 'a GPU',
    software: false,
    precision: 'f32',
    precisionReason: '',
    microBatches: 1,
    variant: '',
    bytes: 0,
  },
})

/** A synthetic record with realistic curves and noise. None of its figures was measured. */
export function syntheticRecord(options: Options = {}): WholeRun {
  const { epochs = 10, accuracy = 0.941, choice = DEFAULT_SETUP.choice } = options
  const seed = options.record?.seed ?? 1
  const stepsPerEpoch = 97
  const steps = epochs * stepsPerEpoch
  const noise = randomWords(seed, 'synthetic', 0, 4096)
  const jitter = (i: number) => wordToUnit(noise[i % noise.length]) - 0.5
  const lossAt = (share: number) => 0.9 + 1.4 * Math.exp(-4 * share)
  const tests = Array.from({ length: epochs }, (_, i) => {
    const share = (i + 1) / epochs
    const wobble = 1 + 0.08 * jitter(i)
    const mistakes = Math.min(0.9, (1 - accuracy) * Math.exp(2.1 * (1 - share) ** 1.4) * wobble)
    const right = (worse: number) => Math.round(10_000 * (1 - Math.min(0.9, mistakes * worse)))
    return {
      step: (i + 1) * stepsPerEpoch,
      trainSeconds: 7.13 * (i + 1) + 0.05 * jitter(i + 9),
      trainLoss: lossAt(share) * (1 + 0.02 * jitter(i + 30)),
      trainAccuracy: Math.max(0.05, 1 - mistakes * 1.4),
      testLoss: lossAt(share) * (1 + 0.03 * jitter(i + 70)),
      live: right(1.6) / 10_000,
      average: right(1.2) / 10_000,
      views: (i + 1 === epochs ? Math.round(10_000 * accuracy) : right(1)) / 10_000,
    }
  })
  const points = Math.min(400, steps)
  return {
    record: {
      version: RECORD_VERSION,
      choice,
      recipe: resolveRecipe(choice),
      seed,
      dataset: 'full',
      engine: 'wgsl',
      precision: 'f32',
      precisionReason: 'The browser disables 16 bits (f16) with this driver.',
      variant: 'wgsl f32, 1 pass a step, on synthetic run, no GPU',
      adapter: 'synthetic run, no GPU',
      software: false,
      browser: 'Chrome 147',
      code: '0123abc',
      startedAt: Date.UTC(2026, 3, 2, 14, 12),
      batchSize: 512,
      normImages: null,
      trainImages: 50_000,
      testImages: 10_000,
      stepsPerEpoch,
      steps,
      stepsTaken: steps,
      trainSeconds: 7.13 * epochs + 0.9,
      wallSeconds: 8.4 * epochs + 3,
      ending: { kind: 'done' },
      rateChanges: [],
      resumedFrom: null,
      confusion: null,
      tests,
      ...options.record,
    },
    steps: {
      stepsPerPoint: Math.ceil(steps / points),
      loss: Array.from(
        { length: points },
        (_, i) => lossAt(i / points) * (1 + 0.16 * jitter(i + 200)),
      ),
      accuracy: Array.from({ length: points }, (_, i) =>
        Math.max(0.08, 0.9 - 0.8 * Math.exp((-5 * i) / points) + 0.05 * jitter(i + 700)),
      ),
    },
  }
}

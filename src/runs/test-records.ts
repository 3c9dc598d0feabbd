import type { NamedImages } from '../engine/engine.ts'
import { randomWords, wordToUnit } from '../random/stream.ts'
import { resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import { DEFAULT_SETUP } from './setup.ts'
import type { RunRecord, WholeRun } from './record/record.ts'

interface Options {
  readonly epochs?: number
  /** Share named right at the end. */
  readonly accuracy?: number
  readonly choice?: RecipeChoice
  readonly record?: Partial<RunRecord>
}

/** How a run named images that are of these classes. */
export const namedImages = (
  labels: readonly number[],
  answers: readonly number[],
  certainties: readonly number[] = labels.map(() => 0.5),
): NamedImages => ({
  labels: Uint8Array.from(labels),
  answers: Uint8Array.from(answers),
  certainties: Float32Array.from(certainties),
})

/** The record of a run that never was, with curves of a real one's form and noise. No figure in it was measured. */
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
      version: 1,
      choice,
      recipe: resolveRecipe(choice),
      seed,
      dataset: 'full',
      engine: 'wgsl',
      precision: 'f32',
      precisionReason: 'The browser blocks 16 bits on this driver.',
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
      goneOn: null,
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

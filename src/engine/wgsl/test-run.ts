import { readSample } from '../../data/node/sample.ts'
import type { Splits } from '../../data/split.ts'
import { startDawn } from '../../headless/dawn.ts'
import { presetNamed, type PresetName } from '../../recipe/presets.ts'
import type { NetworkRecipe, Recipe } from '../../recipe/recipe.ts'
import { runLength } from '../../recipe/schedule.ts'
import { drawEpoch } from '../../trainer/draw.ts'
import { keepAverageAt, ratesAt } from '../../trainer/rates.ts'
import { openDevice, type OpenDevice } from '../device.ts'
import type { BatchPlan, Engine, StepMetrics } from '../engine.ts'

let device: Promise<OpenDevice> | null = null

/** One device for all tests of a file, on Dawn. No adapter fails, and so does any error that no error scope took. */
export const openSharedDevice = (): Promise<OpenDevice> => (device ??= openCheckedDevice())

async function openCheckedDevice(): Promise<OpenDevice> {
  const opened = await openDevice(startDawn())
  opened.onFailure((error) => {
    throw error
  })
  return opened
}

let sample: Promise<Splits> | null = null

/** The shipped sample, read once for all tests of a file. */
export const testImages = (): Promise<Splits> => (sample ??= readSample())

/** A preset's recipe made small enough for tests: fewer channels and a small batch. */
export function smallRecipe(name: PresetName, width: number, batchSize: number): Recipe {
  const { recipe } = presetNamed(name)
  const network: NetworkRecipe = { ...recipe.network, width }
  const schedule = { ...recipe.schedule, batchSize }
  return { ...recipe, network, schedule, batchSize, precision: 'f32' }
}

/** The recipe with LARS for its weights. */
export const larsOf = (recipe: Recipe): Recipe => ({
  ...recipe,
  optimiser: { ...recipe.optimiser, kind: 'lars', weightRate: 1 / 16, epsilon: 0.01 },
})

/** The recipe with Muon for its convolutions. */
export const muonOf = (recipe: Recipe): Recipe => ({
  ...recipe,
  optimiser: {
    ...recipe.optimiser,
    kind: 'muon',
    convolutions: { rate: 0.2, momentum: 0.6, nesterov: true },
    headRate: 1,
    biasRate: 1,
    biasRests: false,
  },
})

/** The plans of a run's steps on `images` training images, as the trainer makes them. */
export function stepPlans(recipe: Recipe, seed: number, images: number) {
  const length = runLength(recipe, images)
  let choices = drawEpoch(recipe.augmentation, seed, 0, images)
  return (step: number): BatchPlan => {
    const epoch = Math.floor(step / length.stepsPerEpoch)
    if (choices.epoch !== epoch) choices = drawEpoch(recipe.augmentation, seed, epoch, images)
    return {
      step,
      choices,
      first: (step % length.stepsPerEpoch) * recipe.batchSize,
      rates: ratesAt(recipe, length, step),
      keepAverage: keepAverageAt(recipe, length, step),
    }
  }
}

/** Takes steps `from` to `to` (not included) and returns their metrics. */
export async function takeSteps(
  engine: Engine,
  planOf: (step: number) => BatchPlan,
  from: number,
  to: number,
): Promise<StepMetrics[]> {
  for (let step = from; step < to; step++) {
    await engine.ready()
    engine.step(planOf(step))
  }
  return engine.metrics({ flush: true })
}

/** A device of which some things are others. */
export const deviceWith = (device: GPUDevice, own: Partial<GPUDevice>): GPUDevice =>
  new Proxy(device, {
    get(target, key) {
      const replaced: unknown = Reflect.get(own, key)
      if (replaced !== undefined) return replaced
      const value: unknown = Reflect.get(target, key, target)
      if (!(value instanceof Function)) return value
      const bound: unknown = value.bind(target)
      return bound
    },
  })

/** A device that offers of its features only these. */
export const withFeatures = (device: GPUDevice, ...kept: GPUFeatureName[]): GPUDevice =>
  deviceWith(device, { features: new Set(kept) })

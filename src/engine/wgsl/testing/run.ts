import { readSample } from '../../../data/node/sample.ts'
import type { Splits } from '../../../data/split.ts'
import { startDawn } from '../../../headless/device/dawn.ts'
import { jordansMuon } from '../../../recipe/muon.ts'
import { presetNamed, type PresetName } from '../../../recipe/presets.ts'
import type { Recipe } from '../../../recipe/recipe.ts'
import type { NetworkRecipe } from '../../../recipe/schema/network.ts'
import { runLength } from '../../../recipe/schedule/schedule.ts'
import { sideAt } from '../../../recipe/schedule/sides.ts'
import { drawEpoch } from '../../../trainer/schedule/draw.ts'
import { averageDecayAt, ratesAt } from '../../../trainer/schedule/rates.ts'
import { openDevice, type OpenDevice } from '../../device/device.ts'
import type { BatchSpec, Engine, StepMetrics } from '../../engine.ts'

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

/** A preset's recipe reduced for tests: fewer channels and a small batch. */
export function smallRecipe(name: PresetName, width: number, batchSize: number): Recipe {
  const { recipe } = presetNamed(name)
  const network: NetworkRecipe = { ...recipe.network, width }
  const schedule = { ...recipe.schedule, batchSize }
  return { ...recipe, network, schedule, batchSize, precision: 'f32' }
}

/**
 * The usual network of these tests. Drivers compile a kernel once for all tests, and kernels of many channels take them
 * seconds.
 */
export const smallTiny = (): Recipe => smallRecipe('tiny', 1 / 4, 16)

/** The recipe with images that grow: one step at 24 pixels, the next at 28, then at 32. `images` are those trained on. */
export function growingOf(recipe: Recipe, images: number): Recipe {
  const step = 1 / Math.floor(images / recipe.batchSize)
  const sides = [24, 28, 32].map((side, i) => ({ fromEpoch: i * step, side }))
  return { ...recipe, augmentation: { ...recipe.augmentation, sides } }
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
    convolutions: jordansMuon(0.2),
    headRate: 1,
    biasRate: 1,
    biasRests: false,
  },
})

/** The batch specs of a run on `images` training images, as the trainer makes them. */
export function stepPlans(recipe: Recipe, seed: number, images: number) {
  const length = runLength(recipe, images)
  let draws = drawEpoch(recipe.augmentation, seed, 0, images)
  return (step: number): BatchSpec => {
    const epoch = Math.floor(step / length.stepsPerEpoch)
    if (draws.epoch !== epoch) draws = drawEpoch(recipe.augmentation, seed, epoch, images)
    return {
      step,
      draws,
      first: (step % length.stepsPerEpoch) * recipe.batchSize,
      side: sideAt(recipe.augmentation.sides, length, step),
      rates: ratesAt(recipe, length, step),
      averageDecay: averageDecayAt(recipe, length, step),
    }
  }
}

/** Takes steps `from` to `to` (not included) and returns their metrics. */
export async function takeSteps(
  engine: Engine,
  planOf: (step: number) => BatchSpec,
  from: number,
  to: number,
): Promise<StepMetrics[]> {
  for (let step = from; step < to; step++) {
    await engine.ready()
    engine.step(planOf(step))
  }
  return engine.metrics({ flush: true })
}

/** A device with some properties replaced. */
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

/** A device with only these features. */
export const withFeatures = (device: GPUDevice, ...kept: GPUFeatureName[]): GPUDevice =>
  deviceWith(device, { features: new Set(kept) })

import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { IMAGE_BYTES } from '../../data/records.ts'
import type { Splits } from '../../data/split.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { Batches } from '../../trainer/schedule/batches.ts'
import { drawEpoch } from '../../trainer/schedule/draw.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { madeImages } from '../batch/augment.ts'
import type { BatchSpec, EngineSpec } from '../engine.ts'
import { createWgslEngine, type WgslEngine } from './engine.ts'
import { openSharedDevice, smallTiny, stepPlans, takeSteps, testImages } from './testing/run.ts'

const SEED = 5
const TINY = smallTiny()
/** Every kind of augmentation. */
const RECIPE: Recipe = {
  ...TINY,
  normalisation: 'learned',
  augmentation: { ...TINY.augmentation, cutout: 8, cutMix: { side: 10, fromEpoch: 0 } },
}
const onProcessor: Recipe = {
  ...RECIPE,
  augmentation: { ...RECIPE.augmentation, place: 'cpuEachStep' },
}
let images: Splits
let spec: EngineSpec

beforeAll(async () => {
  images = await testImages()
  spec = engineSpec(RECIPE, images.train)
})

async function openEngine(change: Partial<EngineSpec> = {}, microBatches = 1): Promise<WgslEngine> {
  const engine = await createWgslEngine(
    await openSharedDevice(),
    { ...spec, ...change },
    { microBatches },
  )
  onTestFinished(() => engine.dispose())
  await engine.load('train', images.train)
  await engine.init(SEED)
  return engine
}

/** Batch specs of steps whose images were made on the CPU. */
function madePlans(): (step: number) => BatchSpec {
  const length = runLength(onProcessor, images.train.count)
  const { train } = images
  const options = { recipe: onProcessor, seed: SEED, train, length, now: () => 0 }
  const batches = new Batches({ ...options, normalisation: spec.normalisation })
  const planOf = stepPlans(RECIPE, SEED, train.count)
  return (step) => ({ ...planOf(step), ...batches.at(step) })
}

describe('batches that are made already', () => {
  it.each([1, 2])(
    'train to the same bits as gathered ones, in %i micro-batches',
    async (microBatches) => {
      const gathering = await openEngine({}, microBatches)
      const taking = await openEngine(engineSpec(onProcessor, images.train), microBatches)
      const planOf = stepPlans(RECIPE, SEED, images.train.count)
      expect(await takeSteps(taking, madePlans(), 0, 3)).toEqual(
        await takeSteps(gathering, planOf, 0, 3),
      )
      expect((await taking.snapshot()).tensors).toEqual((await gathering.snapshot()).tensors)
    },
  )

  it('are rejected if the engine gathers them itself, and vice versa', async () => {
    const gathering = await openEngine()
    expect(() => gathering.step(madePlans()(0))).toThrow(/takes chosen batches/)
  })
})

describe('a preview', () => {
  const draws = () => drawEpoch(RECIPE.augmentation, SEED, 7, images.train.count)
  const expected = (count: number) => madeImages(images.train, draws(), count, spec.normalisation)

  it.each([
    { precision: 'f32', tolerance: 0 },
    { precision: 'f16', tolerance: 2 ** -10 },
  ] as const)('shows what a step sees, in $precision', async ({ precision, tolerance }) => {
    const engine = await openEngine({ precision })
    const shown = await engine.preview(draws(), 11)
    const worst = expected(11).reduce((most, x, i) => Math.max(most, Math.abs(shown[i] - x)), 0)
    expect(shown).toHaveLength(11 * IMAGE_BYTES)
    expect(worst).toBeLessThanOrEqual(tolerance)
  })

  it('shows the batch of an engine that does not gather', async () => {
    const engine = await openEngine({ batches: 'made' })
    expect(await engine.preview(draws(), 3)).toEqual(expected(3))
  })

  it('does not disturb the steps around it', async () => {
    const planOf = stepPlans(RECIPE, SEED, images.train.count)
    const engine = await openEngine()
    await takeSteps(engine, planOf, 0, 4)
    const undisturbed = await engine.snapshot()
    await engine.init(SEED)
    await takeSteps(engine, planOf, 0, 2)
    engine.step(planOf(2))
    await engine.preview(draws(), 9)
    engine.step(planOf(3))
    expect(await engine.snapshot()).toEqual(undisturbed)
  })
})

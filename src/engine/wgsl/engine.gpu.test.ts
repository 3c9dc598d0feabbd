import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Splits } from '../../data/split.ts'
import { firstRecords } from '../../headless/images/subset.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { viewsOf } from '../../trainer/evaluation/views.ts'
import type { EngineSpec, Snapshot } from '../engine.ts'
import { scoreLogits } from '../predictions/scores.ts'
import { createWgslEngine, type WgslEngine, type WgslEngineOptions } from './engine.ts'
import {
  growingOf,
  larsOf,
  muonOf,
  openSharedDevice,
  smallRecipe,
  smallTiny,
  stepPlans,
  takeSteps,
  testImages,
} from './testing/run.ts'

const SEED = 2
/** Every kind of work in one small network: whitening, ghost batch norm, a pooled convolution, residuals, an average. */
const RECIPE = smallRecipe('page-10', 1 / 32, 64)
let images: Splits

beforeAll(async () => {
  images = await testImages()
})

/** An engine with the sample, initialised; disposed after the test. */
async function openEngine(
  recipe: Recipe = RECIPE,
  change: Partial<EngineSpec> = {},
  options: WgslEngineOptions = {},
): Promise<WgslEngine> {
  const spec = { ...engineSpec(recipe), ...change }
  const engine = await createWgslEngine(await openSharedDevice(), spec, options)
  onTestFinished(() => engine.dispose())
  await engine.load('train', images.train)
  await engine.load('test', images.test)
  await engine.init(SEED)
  return engine
}

const plansOf = (recipe: Recipe) => stepPlans(recipe, SEED, images.train.count)

const norm = (values: Float32Array) => Math.hypot(...values)

/** The largest distance between like tensors, relative by norm. */
function farthest(actual: Snapshot, expected: Snapshot): number {
  const distances = Object.entries(expected.tensors).map(([key, values]) => {
    const difference = values.map((value, i) => actual.tensors[key][i] - value)
    return norm(difference) / Math.max(norm(values), 1e-30)
  })
  return Math.max(...distances)
}

const convolutionsOf = ({ tensors, ...snapshot }: Snapshot): Snapshot => ({
  ...snapshot,
  tensors: Object.fromEntries(
    Object.entries(tensors).filter(([key]) => key.endsWith('conv.weight')),
  ),
})

it('compiles no kernel again that another engine of the device has', async () => {
  await openEngine()
  const total: number[] = []
  const onProgress = (_: number, kernels: number) => total.push(kernels)
  await openEngine(RECIPE, { labelSmoothing: 0.3 }, { onProgress })
  expect(new Set(total)).toEqual(new Set([1]))
})

describe('the same seed', () => {
  it('gives the same bits twice, also across a snapshot in between', async () => {
    const planOf = plansOf(RECIPE)
    const whole = await openEngine()
    await takeSteps(whole, planOf, 0, 4)
    const half = await whole.snapshot()
    const metrics = await takeSteps(whole, planOf, 4, 8)
    const end = await whole.snapshot()

    const resumed = await openEngine()
    await resumed.restore(half)
    expect(await takeSteps(resumed, planOf, 4, 8)).toEqual(metrics)
    expect(await resumed.snapshot()).toEqual(end)

    await resumed.init(SEED)
    await takeSteps(resumed, planOf, 0, 8)
    expect(await resumed.snapshot()).toEqual(end)
  })
})

describe('micro-batches', () => {
  it('sum to the whole batch', async () => {
    const planOf = plansOf(RECIPE)
    const whole = await openEngine()
    const parts = await openEngine(RECIPE, {}, { microBatches: 2 })
    expect(parts.info.microBatches).toBe(2)
    const [expected] = await takeSteps(whole, planOf, 0, 1)
    const [actual] = await takeSteps(parts, planOf, 0, 1)
    expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThan(1e-5)
    expect(actual.accuracy).toBe(expected.accuracy)
    expect(farthest(await parts.snapshot(), await whole.snapshot())).toBeLessThan(1e-5)
  })
})

describe.each([larsOf(RECIPE), muonOf(RECIPE)])('$optimiser.kind', ({ optimiser }) => {
  const recipe: Recipe = { ...smallTiny(), optimiser }

  it('resumes from a snapshot bit for bit, and nearly so in f16', async () => {
    const planOf = plansOf(recipe)
    const whole = await openEngine(recipe)
    await takeSteps(whole, planOf, 0, 1)
    const first = await whole.snapshot()
    await takeSteps(whole, planOf, 1, 3)
    const end = await whole.snapshot()
    await whole.restore(first)
    await takeSteps(whole, planOf, 1, 3)
    expect(await whole.snapshot()).toEqual(end)

    const rounded = await openEngine(recipe, { precision: 'f16' })
    await takeSteps(rounded, planOf, 0, 1)
    expect(farthest(convolutionsOf(await rounded.snapshot()), convolutionsOf(first))).toBeLessThan(
      0.2,
    )
  })
})

it.each([RECIPE, larsOf(RECIPE), muonOf(RECIPE)])(
  'reports weights that $optimiser.kind makes infinite',
  async ({ optimiser }) => {
    const recipe: Recipe = { ...smallTiny(), optimiser }
    const planOf = plansOf(recipe)
    const engine = await openEngine(recipe)
    const [good] = await takeSteps(engine, planOf, 0, 1)
    expect(good.loss).toBeGreaterThan(0)
    const { rates, ...rest } = planOf(1)
    const convWeight = { learningRate: Infinity, weightDecay: 0 }
    const spoiling = { ...rest, rates: { ...rates, convWeight } }
    expect(await takeSteps(engine, () => spoiling, 1, 2)).toMatchObject([{ loss: NaN }])
    await engine.init(SEED)
    expect(await takeSteps(engine, planOf, 0, 1)).toEqual([good])
  },
)

describe('growing images', () => {
  const still = smallTiny()
  const recipe = () => growingOf(still, images.train.count)

  it('take no more memory at a switch, and resume bit for bit across it', async () => {
    const engine = await openEngine(recipe())
    const planOf = plansOf(recipe())
    expect([0, 1, 2].map((step) => planOf(step).side)).toEqual([24, 28, 32])
    const { buffers, bytes } = engine.info
    await takeSteps(engine, planOf, 0, 1)
    const first = await engine.snapshot()
    await takeSteps(engine, planOf, 1, 4)
    const end = await engine.snapshot()
    await engine.restore(first)
    await takeSteps(engine, planOf, 1, 4)
    expect(await engine.snapshot()).toEqual(end)
    expect(engine.info).toMatchObject({ buffers, bytes })
  })

  it('change the first steps, but not a step at the full side', async () => {
    const growing = await openEngine(recipe())
    const plain = await openEngine(still)
    const planOf = plansOf(recipe())
    const [small] = await takeSteps(growing, planOf, 0, 1)
    const [full] = await takeSteps(plain, plansOf(still), 0, 1)
    expect(small.loss).not.toBe(full.loss)
    await growing.init(SEED)
    const { side: _, ...whole } = planOf(0)
    expect(await takeSteps(growing, () => whole, 0, 1)).toEqual([full])
    expect((await growing.snapshot()).tensors).toEqual((await plain.snapshot()).tensors)
  })

  it('are rejected if the network was not built for their side', async () => {
    const engine = await openEngine(still)
    const plan = plansOf(recipe())(0)
    expect(() => engine.step(plan)).toThrow('not built for images of 24 pixels')
  })
})

describe('evaluation', () => {
  it('averages views and scores every image once', async () => {
    const engine = await openEngine()
    await takeSteps(engine, plansOf(RECIPE), 0, 3)
    for (const weights of ['live', 'average'] as const) {
      const score = await engine.evaluate('test', viewsOf('mirrorAndShifts'), weights, 100)
      expect(score.count).toBe(100)
      expect(score.confusion.reduce((sum, count) => sum + count, 0)).toBe(100)
      expect(Number.isFinite(score.loss)).toBe(true)
    }

    // Custom images get the same logits as the same images in a split.
    const records = Uint32Array.from({ length: 70 }, (_, i) => i)
    const others = firstRecords(images.test, records.length)
    const views = viewsOf('mirror')
    const seen = await engine.logits({ split: 'test', records }, views, 'live')
    expect(await engine.logits({ others }, views, 'live')).toEqual(seen)
    const { correct, loss } = await engine.evaluate('test', views, 'live', records.length)
    expect(RECIPE.labelSmoothing).toBeGreaterThan(0)
    expect(scoreLogits(seen, others.labels, 0)).toMatchObject({ correct, loss })
  })
})

describe('GPU memory', () => {
  it('stays the same over 50 steps and is freed at the end', async () => {
    const engine = await openEngine(smallTiny())
    const planOf = plansOf(smallTiny())
    await takeSteps(engine, planOf, 0, 2)
    const { buffers, bytes } = engine.info
    await takeSteps(engine, planOf, 2, 50)
    await engine.evaluate('test', viewsOf('none'), 'live', 20)
    await engine.snapshot()
    expect(engine.info).toMatchObject({ buffers, bytes })
    engine.dispose()
    expect(engine.info).toMatchObject({ buffers: 0, bytes: 0 })
  })
})

// How much f16 sums change a step's gradients, measured on a network's real activations.

import { describe, expect, it, vi } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import type { OpenDevice } from '../device/device.ts'
import type { Snapshot } from '../engine.ts'
import { createWgslEngine } from './engine.ts'
import type * as Tiles from './kernels/conv/conv-tiles.ts'
import { F16_PRODUCT_TILE } from './kernels/conv/conv-tiles.ts'
import { openSharedDevice, smallRecipe, stepPlans, takeSteps, testImages } from './testing/run.ts'

/** Uses tiles with f16 products wherever one of this size is possible; the tuner doesn't offer them. */
vi.mock('./kernels/conv/conv-tiles.ts', async (original) => {
  const tiles = await original<typeof Tiles>()
  const convTiles: typeof tiles.convTiles = (task, profile) => {
    const [guess] = tiles.convTiles(task, profile)
    const isLarge = guess.kind === 'workgroup' && guess.columns === F16_PRODUCT_TILE.columns
    return [isLarge && task.storage === 'f16' ? tiles.F16_PRODUCT_TILE : guess]
  }
  return { ...tiles, convTiles }
})

const SEED = 2
/** Allowed error, relative to the error of f16 with f32 sums. */
const MOST_GROWTH = 1.25

/** One epoch of the sample, in which the learning rate rises to half of its peak. */
const RECIPE: Recipe = {
  ...smallRecipe('page-10', 1 / 4, 32),
  length: { unit: 'epochs', count: 1 },
}
const { optimiser } = presetNamed('page-10').recipe
/** Its velocities hold nothing but one step's gradients. */
const GRADIENTS: Recipe = {
  ...RECIPE,
  optimiser: { ...optimiser, momentum: 0, velocity: 'withoutRate', weightDecay: 0 },
}

async function withEngine<T>(
  opened: OpenDevice,
  recipe: Recipe,
  precision: 'f16' | 'f32',
  work: (engine: Awaited<ReturnType<typeof createWgslEngine>>) => Promise<T>,
): Promise<T> {
  const spec = { ...engineSpec(recipe), precision }
  const engine = await createWgslEngine(opened, spec, { verifyFor: null })
  try {
    await engine.load('train', (await testImages()).train)
    await engine.init(SEED)
    return await work(engine)
  } finally {
    engine.dispose()
  }
}

/** The state after this many steps. */
const trained = async (steps: number): Promise<Snapshot> =>
  withEngine(await openSharedDevice(), RECIPE, 'f32', async (engine) => {
    await takeSteps(engine, stepPlans(RECIPE, SEED, (await testImages()).train.count), 0, steps)
    return engine.snapshot()
  })

/** Gradients of the convolutions' weights in the step after a state. */
const gradients = (opened: OpenDevice, precision: 'f16' | 'f32', from: Snapshot) =>
  withEngine(opened, GRADIENTS, precision, async (engine) => {
    await engine.restore(from)
    const plans = stepPlans(GRADIENTS, SEED, (await testImages()).train.count)
    await takeSteps(engine, plans, from.step, from.step + 1)
    const { tensors } = await engine.snapshot()
    return new Map(Object.entries(tensors).filter(([key]) => /^velocity.*conv\.weight$/.test(key)))
  })

const norm = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))

function relativeError(values: Float32Array | undefined, exact: Float32Array): number {
  return values ? norm(values.map((value, i) => value - exact[i])) / norm(exact) : Infinity
}

describe('f16 sums of 16 products', () => {
  it.each(['start', 'end'])('hardly change f16 gradients at the %s of a run', async (when) => {
    const { steps } = runLength(RECIPE, (await testImages()).train.count)
    const from = await trained(when === 'start' ? 0 : steps - 1)
    const opened = await openSharedDevice()
    const asGpu = { ...opened, adapter: { ...opened.adapter, software: false } }
    const exact = await gradients(opened, 'f32', from)
    const single = await gradients(opened, 'f16', from)
    const half = await gradients(asGpu, 'f16', from)
    expect(exact.size).toBe(8)
    const growths = [...exact].map(([key, values]) => {
      const errors = [single, half].map((found) => relativeError(found.get(key), values))
      return [key, errors[1] / errors[0]] as const
    })
    expect(growths.filter(([, growth]) => !(growth <= MOST_GROWTH))).toEqual([])
    // Otherwise the tiles under test weren't used.
    expect(growths.some(([, growth]) => growth !== 1)).toBe(true)
  })
})

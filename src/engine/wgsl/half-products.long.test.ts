// How much f16 sums change a step's gradients, measured on a network's real activations.

import { readFile } from 'node:fs/promises'
import { describe, expect, it, vi } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { readWeightsFile } from '../../trainer/read-weights-file.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import type { OpenDevice } from '../device/device.ts'
import type { Snapshot } from '../engine.ts'
import { createWgslEngine } from './engine.ts'
import type * as Tiles from './kernels/conv/conv-tiles.ts'
import { range } from './codegen/range.ts'
import { openSharedDevice, smallRecipe, stepPlans, takeSteps, testImages } from './testing/run.ts'

/**
 * f16 products for all tasks for which the tuner times `F16_PRODUCT_TILE`. This tile sums the same 16 products, but
 * lavapipe compiles it in a second; the other takes minutes.
 */
vi.mock('./kernels/conv/conv-tiles.ts', async (original) => {
  const tiles = await original<typeof Tiles>()
  const small: Tiles.WorkgroupTile = {
    ...tiles.F16_PRODUCT_TILE,
    rows: 32,
    columns: 32,
    threadRows: 4,
    threadColumns: 4,
    frugal: true,
  }
  const convTiles: typeof tiles.convTiles = (task, profile) => {
    const offered = tiles.convTiles(task, profile)
    return [offered.includes(tiles.F16_PRODUCT_TILE) ? small : offered[0]]
  }
  return { ...tiles, convTiles }
})

/**
 * For a single batch, an error can double or halve by chance: most of it comes from a few max pools and ReLUs that round
 * the other way.
 */
const SEEDS = range(8).map((i) => i + 1)
/** Allowed error over all seeds (root mean square), relative to that of f16 with f32 sums. */
const MOST_GROWTH = 1.25

const { optimiser } = presetNamed('page-10').recipe
/** The recipe with an optimiser whose velocities hold nothing but one step's gradients. */
const gradientsOf = (recipe: Recipe): Recipe => ({
  ...recipe,
  optimiser: { ...optimiser, momentum: 0, velocity: 'withoutRate', weightDecay: 0 },
})

/** One epoch of the sample, in which the learning rate rises to half of its peak. */
const PAGE_10: Recipe = {
  ...smallRecipe('page-10', 1 / 4, 32),
  length: { unit: 'epochs', count: 1 },
}
const E1 = smallRecipe('e1-32', 1, 32)

async function withEngine<T>(
  opened: OpenDevice,
  recipe: Recipe,
  precision: 'f16' | 'f32',
  seed: number,
  work: (engine: Awaited<ReturnType<typeof createWgslEngine>>) => Promise<T>,
): Promise<T> {
  const spec = { ...engineSpec(recipe), precision }
  const engine = await createWgslEngine(opened, spec, { verifyFor: null, microBatches: 1 })
  try {
    await engine.load('train', (await testImages()).train)
    await engine.init(seed)
    return await work(engine)
  } finally {
    engine.dispose()
  }
}

/** The state after this many steps. */
const trained = async (recipe: Recipe, seed: number, steps: number): Promise<Snapshot> =>
  withEngine(await openSharedDevice(), recipe, 'f32', seed, async (engine) => {
    const plans = stepPlans(recipe, seed, (await testImages()).train.count)
    await takeSteps(engine, plans, 0, steps)
    return engine.snapshot()
  })

let epochOfPage10: Promise<Snapshot> | null = null

/** Page-10 before the last step of an epoch, trained once for all seeds. */
async function afterAnEpoch(): Promise<Snapshot> {
  const { steps } = runLength(PAGE_10, (await testImages()).train.count)
  return (epochOfPage10 ??= trained(PAGE_10, 1, steps - 1))
}

/** The first step's state, but with the weights of the network that the page ships: E1 after a whole run. */
async function shippedState(seed: number): Promise<Snapshot> {
  const file = new URL('../../../public/shipped-network.safetensors', import.meta.url)
  const { tensors } = readWeightsFile(new Uint8Array(await readFile(file)))
  const first = await trained(E1, seed, 0)
  const weights = Object.entries(tensors).map(([name, values]) => [`weights/${name}`, values])
  return { ...first, tensors: { ...first.tensors, ...Object.fromEntries(weights) } }
}

/** Gradients of the convolutions' weights in the step after a state, on the seed's batch. */
async function gradients(
  opened: OpenDevice,
  recipe: Recipe,
  precision: 'f16' | 'f32',
  seed: number,
  from: Snapshot,
): Promise<ReadonlyMap<string, Float32Array>> {
  const plans = stepPlans(recipe, seed, (await testImages()).train.count)
  return withEngine(opened, gradientsOf(recipe), precision, seed, async (engine) => {
    await engine.restore(from)
    await takeSteps(engine, plans, from.step, from.step + 1)
    const { tensors } = await engine.snapshot()
    return new Map(
      Object.entries(tensors).filter(([key]) => /^velocity.*conv\d?\.weight$/.test(key)),
    )
  })
}

const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0)

/** The square of the relative error of each tensor, by norm. */
const squaredErrors = (
  found: ReadonlyMap<string, Float32Array>,
  exact: ReadonlyMap<string, Float32Array>,
): number[] =>
  [...exact].map(([key, values]) => {
    const other = found.get(key)
    return other ? squares(other.map((value, i) => value - values[i])) / squares(values) : Infinity
  })

const sumOf = (rows: readonly (readonly number[])[]): readonly number[] =>
  rows.reduce((sums, row) => sums.map((sum, i) => sum + row[i]))

describe('f16 sums of 16 products', () => {
  it.each([
    {
      name: 'page-10 at the start',
      recipe: PAGE_10,
      convolutions: 8,
      state: (seed: number) => trained(PAGE_10, seed, 0),
    },
    { name: 'page-10 after an epoch', recipe: PAGE_10, convolutions: 8, state: afterAnEpoch },
    {
      name: 'E1 at the start',
      recipe: E1,
      convolutions: 6,
      state: (seed: number) => trained(E1, seed, 0),
    },
    { name: 'E1 after a whole run', recipe: E1, convolutions: 6, state: shippedState },
  ])('hardly change the f16 gradients of $name', async ({ recipe, convolutions, state }) => {
    const opened = await openSharedDevice()
    const asGpu = { ...opened, adapter: { ...opened.adapter, software: false } }
    const single: number[][] = []
    const half: number[][] = []
    for (const seed of SEEDS) {
      const from = await state(seed)
      const exact = await gradients(opened, recipe, 'f32', seed, from)
      expect(exact.size).toBe(convolutions)
      single.push(squaredErrors(await gradients(opened, recipe, 'f16', seed, from), exact))
      half.push(squaredErrors(await gradients(asGpu, recipe, 'f16', seed, from), exact))
    }
    // Otherwise the tile under test wasn't used.
    expect(half).not.toEqual(single)
    const before = sumOf(single)
    const growths = sumOf(half).map((sum, i) => Math.sqrt(sum / before[i]))
    expect(growths.filter((growth) => !(growth <= MOST_GROWTH))).toEqual([])
  })
})

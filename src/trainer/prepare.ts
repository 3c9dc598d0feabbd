import type { Records } from '../data/records.ts'
import { OutOfGpuMemory, type Engine, type EngineSpec, type Snapshot } from '../engine/engine.ts'
import { buildNetwork } from '../model/networks.ts'
import { type Recipe, whiteningOf } from '../recipe/recipe.ts'
import { runLength } from '../recipe/schedule.ts'
import { Batches } from './batches.ts'
import { normalisationOf } from './normalisation.ts'
import { keepAverageAt, ratesAt } from './rates.ts'

/** The part of a recipe that an engine is built for; `train` are the images it will train on, where they matter. */
export function engineSpec(recipe: Recipe, train: Records | null = null): EngineSpec {
  const { network, batchSize, labelSmoothing, optimiser, averaging, precision } = recipe
  return {
    layers: buildNetwork(network),
    batchSize,
    normalisation: normalisationOf(recipe, train),
    batches: recipe.augmentation.place === 'gpu' ? 'chosen' : 'made',
    labelSmoothing,
    optimiser,
    averaging: averaging.kind,
    whitening: whiteningOf(network),
    precision,
  }
}

export interface PrepareOptions {
  readonly createEngine: (spec: EngineSpec) => Promise<Engine>
  readonly recipe: Recipe
  readonly seed: number
  readonly train: Records
  readonly test: Records
  /** What the engine goes on from, in place of being initialised. Its batch size is the recipe's, or it fails. */
  readonly from?: Snapshot | null
  /** Ends the preparation, wherever it stands, and frees what it holds. */
  readonly signal?: AbortSignal
}

/** Batch sizes tried when memory is short, as divisors of the recipe's. Rates follow, since they are per example. */
const BATCH_DIVISORS = [1, 2, 4]

/**
 * Builds an engine that is loaded, warmed up by one step (so that no kernel is compiled on the clock) and initialised,
 * with the largest batch that fits, and the recipe with that batch size. Rejects where `signal` aborts.
 */
export async function prepareEngine(
  options: PrepareOptions,
): Promise<{ engine: Engine; recipe: Recipe }> {
  let shortage: OutOfGpuMemory | null = null
  for (const divisor of options.from ? [1] : BATCH_DIVISORS) {
    const recipe = { ...options.recipe, batchSize: Math.floor(options.recipe.batchSize / divisor) }
    try {
      return { engine: await warmEngine({ ...options, recipe }), recipe }
    } catch (error) {
      if (!(error instanceof OutOfGpuMemory)) throw error
      shortage = error
    }
  }
  if (options.from && shortage) throw shortage
  throw new OutOfGpuMemory(
    `This network does not fit the GPU's memory even with a batch of ${Math.floor(options.recipe.batchSize / 4)}. ` +
      'Close other tabs that use the GPU, or choose a smaller recipe.',
    { cause: shortage },
  )
}

async function warmEngine(options: PrepareOptions): Promise<Engine> {
  const { recipe, seed, train, test, signal, from } = options
  const length = runLength(recipe, train.count)
  const spec = engineSpec(recipe, train)
  const oneStep = { ...length, steps: 1 }
  const batches = new Batches({ ...options, ...spec, length: oneStep, now: () => 0 })
  const engine = await options.createEngine(spec)
  // A step that never ends is not waited for.
  const dispose = () => engine.dispose()
  signal?.addEventListener('abort', dispose, { once: true })
  try {
    signal?.throwIfAborted()
    await engine.load('train', train)
    await engine.load('test', test)
    await engine.init(seed)
    await engine.ready()
    engine.step({
      step: 0,
      ...batches.at(0),
      rates: ratesAt(recipe, length, 0),
      keepAverage: keepAverageAt(recipe, length, 0),
    })
    await engine.metrics({ flush: true })
    await (from ? engine.restore(from) : engine.init(seed))
    signal?.throwIfAborted()
    return engine
  } catch (error) {
    dispose()
    throw error
  } finally {
    signal?.removeEventListener('abort', dispose)
  }
}

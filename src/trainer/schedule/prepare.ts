import type { Records } from '../../data/records.ts'
import { OutOfGpuMemory, type Engine, type EngineSpec, type Snapshot } from '../../engine/engine.ts'
import { averageOf } from './averages.ts'
import { buildNetwork, buildNetworkAt } from '../../model/networks.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { whiteningOf } from '../../recipe/schema/network.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { FULL_SIDE, smallerSides } from '../../recipe/schedule/sides.ts'
import { Batches } from './batches.ts'
import { normalisationOf } from './normalisation.ts'
import { averageDecayAt, ratesAt } from './rates.ts'

/** The part of a recipe that an engine is built for; `train` are the images it will train on; null if they do not matter. */
export function engineSpec(recipe: Recipe, train: Records | null = null): EngineSpec {
  const { network, augmentation, batchSize, labelSmoothing, optimiser, averaging, precision } =
    recipe
  return {
    layers: buildNetwork(network),
    smaller: smallerSides(augmentation.sides).map((side) => ({
      side,
      layers: buildNetworkAt(network, side),
    })),
    batchSize,
    normalisation: normalisationOf(recipe, train),
    batches: augmentation.place === 'gpu' ? 'chosen' : 'made',
    labelSmoothing,
    optimiser,
    averaging: averageOf(averaging),
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
  /** The checkpoint to restore instead of initialising. Fails if the recipe's batch size doesn't fit. */
  readonly from?: Snapshot | null
  /** Aborts the preparation and frees its resources. */
  readonly signal?: AbortSignal
}

/** Batch sizes tried when memory is short, as divisors of the recipe's. Rates follow, since they are per example. */
const BATCH_DIVISORS = [1, 2, 4]

/**
 * Builds an engine that is loaded, warmed up by a step at each side (so that no kernel is compiled on the clock) and
 * initialised, with the largest batch that fits, and the recipe with that batch size. Rejects if `signal` aborts.
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
  // Don't wait for a step that never ends.
  const dispose = () => engine.dispose()
  signal?.addEventListener('abort', dispose, { once: true })
  try {
    signal?.throwIfAborted()
    await engine.load('train', train)
    await engine.load('test', test)
    await engine.init(seed)
    for (const side of [...smallerSides(recipe.augmentation.sides), FULL_SIDE]) {
      await engine.ready()
      engine.step({
        step: 0,
        ...batches.at(0),
        side,
        rates: ratesAt(recipe, length, 0),
        averageDecay: averageDecayAt(recipe, length, 0),
      })
    }
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

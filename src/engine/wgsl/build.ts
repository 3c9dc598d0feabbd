import type { OpenDevice } from '../device.ts'
import { OutOfGpuMemory, type EngineSpec } from '../engine.ts'
import { isTuned, Tuner } from './autotune.ts'
import { BufferPool } from './buffers.ts'
import { Executable } from './executable.ts'
import type { FailureWatch } from '../failure.ts'
import type { StorageType } from './kernel.ts'
import { deviceProfile } from './limits.ts'
import { measureStep } from './measure-step.ts'
import { possiblePasses } from './passes.ts'
import { PipelineCache, type CompileProgress } from './pipelines.ts'
import { createPlan, type Plan } from './plan.ts'
import { choosePrecision } from './precision.ts'
import { kernelWeight } from './programme.ts'
import type { TileMemory } from './tile-memory.ts'

export interface BuildOptions {
  readonly opened: OpenDevice
  readonly spec: EngineSpec
  readonly failure: FailureWatch
  readonly now: () => number
  readonly onProgress: CompileProgress
  /** The fewest micro-batches of a step. */
  readonly passes: number
  readonly tileMemory: TileMemory
}

/** A network ready to train, with all the GPU memory it holds. */
export interface Build {
  readonly executable: Executable
  readonly pool: BufferPool
  /** Why it computes in this precision. */
  readonly precisionReason: string
}

interface Timed {
  readonly executable: Executable
  readonly pool: BufferPool
  /** Milliseconds a step takes; null where the processor computes and nothing was timed. */
  readonly stepTime: number | null
}

/** The longest that one dispatch should hold the GPU, in ms. */
const DISPATCH_BUDGET = 50

/**
 * Plans, compiles and allocates a network in the precision asked for, or in the faster one where that is left open,
 * in as few passes as memory, limits and the time budget of a dispatch allow. Throws `OutOfGpuMemory` where none fits.
 */
export async function buildNetwork(options: BuildOptions): Promise<Build> {
  const pipelines = PipelineCache.of(options.opened.device)
  const tuner = new Tuner({ ...options, pipelines, memory: options.tileMemory })
  const build = (storage: StorageType) => buildIn({ ...options, pipelines, tuner }, storage)
  const choice = choosePrecision(options.spec.precision, options.opened)
  if (choice) return { ...(await build(choice.storage)), precisionReason: choice.reason }

  const full = await build('f32')
  full.pool.destroyAll()
  const half = await build('f16')
  const times = `${asMilliseconds(half.stepTime)} a step in 16 bits, ${asMilliseconds(full.stepTime)} in 32`
  if ((half.stepTime ?? 0) < (full.stepTime ?? 0)) {
    return { ...half, precisionReason: `Faster here: ${times}.` }
  }
  half.pool.destroyAll()
  return { ...(await build('f32')), precisionReason: `16 bits are no faster here: ${times}.` }
}

const asMilliseconds = (time: number | null) => `${(time ?? 0).toPrecision(3)} ms`

interface BuildContext extends BuildOptions {
  readonly pipelines: PipelineCache
  readonly tuner: Tuner
}

async function buildIn(context: BuildContext, storage: StorageType): Promise<Timed> {
  let shortage: OutOfGpuMemory | null = null
  for (const passes of possiblePasses(context.spec, context.passes)) {
    const pool = new BufferPool(context.opened.device)
    try {
      const timed = await tryPasses(context, storage, passes, pool)
      if (timed) return timed
      pool.destroyAll()
    } catch (error) {
      pool.destroyAll()
      if (!(error instanceof OutOfGpuMemory)) throw error
      shortage = error
    }
  }
  throw shortage ?? new RangeError(`A batch of ${context.spec.batchSize} cannot be divided so.`)
}

/** Null where a dispatch takes too long and the batch can be divided further. */
async function tryPasses(
  context: BuildContext,
  storage: StorageType,
  passes: number,
  pool: BufferPool,
): Promise<Timed | null> {
  const { opened, spec, tuner } = context
  const request = { spec, storage, passes, profile: deviceProfile(opened) }
  const guessed = createPlan(request)
  const known = await tuner.known(guessed)
  const timed = await allocate(context, createPlan({ ...request, tiles: known }), pool)
  const divisible = possiblePasses(spec, passes + 1).length > 0
  if (divisible && timed.longestDispatch > DISPATCH_BUDGET) return null
  if (!tuner.able || isTuned(guessed, known)) return timed
  // Its memory is free while tiles are timed.
  pool.destroyAll()
  const tiles = await tuner.choose(guessed, pool)
  return allocate(context, createPlan({ ...request, tiles }), pool)
}

/** Compiles and allocates a plan, and on a GPU takes a few steps to see how long they are. */
async function allocate(
  { opened, pipelines, failure, now, onProgress }: BuildContext,
  plan: Plan,
  pool: BufferPool,
): Promise<Timed & { readonly longestDispatch: number }> {
  const { device, adapter } = opened
  const executable = await Executable.build(device, pool, pipelines, plan, onProgress)
  if (adapter.software) return { executable, pool, stepTime: null, longestDispatch: 0 }
  const stepTime = await measureStep({ device, pool, failure, executable, now })
  const weights = plan.training[0].dispatches.map(({ kernel }) => kernelWeight(kernel))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const passTime = stepTime / plan.request.passes
  const longestDispatch = passTime * (Math.max(...weights) / total)
  return { executable, pool, stepTime, longestDispatch }
}

import type { OpenDevice } from '../device.ts'
import { OutOfGpuMemory, type EngineSpec } from '../engine.ts'
import { BufferPool } from './buffers.ts'
import { Executable } from './executable.ts'
import type { FailureWatch } from '../failure.ts'
import type { StorageType } from './kernel.ts'
import { deviceProfile } from './limits.ts'
import { measureStep } from './measure-step.ts'
import { possiblePasses } from './passes.ts'
import { PipelineCache, type CompileProgress } from './pipelines.ts'
import { createPlan } from './plan.ts'
import { choosePrecision } from './precision.ts'
import { kernelWeight } from './programme.ts'

export interface BuildOptions {
  readonly opened: OpenDevice
  readonly spec: EngineSpec
  readonly failure: FailureWatch
  readonly now: () => number
  readonly onProgress: CompileProgress
  /** The fewest micro-batches of a step. */
  readonly passes: number
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
  const pipelines = new PipelineCache(options.opened.device)
  const build = (storage: StorageType) => buildIn(options, pipelines, storage)
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

async function buildIn(
  options: BuildOptions,
  pipelines: PipelineCache,
  storage: StorageType,
): Promise<Timed> {
  let shortage: OutOfGpuMemory | null = null
  for (const passes of possiblePasses(options.spec, options.passes)) {
    const pool = new BufferPool(options.opened.device)
    try {
      const timed = await tryPasses(options, pipelines, storage, passes, pool)
      if (timed) return timed
      pool.destroyAll()
    } catch (error) {
      pool.destroyAll()
      if (!(error instanceof OutOfGpuMemory)) throw error
      shortage = error
    }
  }
  throw shortage ?? new RangeError(`A batch of ${options.spec.batchSize} cannot be divided so.`)
}

/** Null where a dispatch takes too long and the batch can be divided further. */
async function tryPasses(
  { opened, spec, failure, now, onProgress }: BuildOptions,
  pipelines: PipelineCache,
  storage: StorageType,
  passes: number,
  pool: BufferPool,
): Promise<Timed | null> {
  const { device, adapter } = opened
  const plan = createPlan({ spec, storage, passes, profile: deviceProfile(opened) })
  const executable = await Executable.build(device, pool, pipelines, plan, onProgress)
  if (adapter.software) return { executable, pool, stepTime: null }
  const stepTime = await measureStep({ device, pool, failure, executable, now })
  const weights = plan.training[0].dispatches.map(({ kernel }) => kernelWeight(kernel))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const longest = (stepTime / passes) * (Math.max(...weights) / total)
  const divisible = possiblePasses(spec, passes + 1).length > 0
  return longest > DISPATCH_BUDGET && divisible ? null : { executable, pool, stepTime }
}

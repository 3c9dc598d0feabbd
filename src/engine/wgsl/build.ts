import type { OpenDevice } from '../device/device.ts'
import { OutOfGpuMemory, type EngineSpec } from '../engine.ts'
import { adapterKey, isTuned, Tuner } from './tuning/autotune.ts'
import { BufferPool } from './runtime/buffers/buffers.ts'
import { Executable } from './runtime/executable.ts'
import type { FailureWatch } from '../failure.ts'
import type { StorageType } from './codegen/kernel.ts'
import { deviceProfile } from './plan/limits.ts'
import { measureStep } from './tuning/measure-step.ts'
import type { StepTiming } from './tuning/steps-in-flight.ts'
import { possibleMicroBatches } from './plan/micro-batches.ts'
import { PipelineCache, type CompileProgress } from './runtime/pipelines.ts'
import { createPlan, type Plan } from './plan/plan.ts'
import { kernelWeight } from './plan/program.ts'
import type { TileChoices } from './kernels/conv/conv-task.ts'
import type { TileMemory } from './tuning/tile-memory.ts'
import { trustedTiles, type TrustedTiles } from './verify/trusted-tiles.ts'
import type { Precision } from '../../recipe/recipe.ts'
import { whyNoF16 } from '../device/adapter-details.ts'

export interface BuildOptions {
  readonly opened: OpenDevice
  readonly spec: EngineSpec
  readonly failure: FailureWatch
  readonly now: () => number
  readonly onProgress: CompileProgress
  /** Fewest micro-batches to try, for example those of a resumed run; null for as few as memory and time allow. */
  readonly microBatches: number | null
  readonly tileMemory: TileMemory
  /** Browser and code version, for which each convolution kernel is verified once; null to skip verification. */
  readonly verifyFor: string | null
}

/** A network ready to train, with all the GPU memory it holds. */
export interface Build {
  readonly executable: Executable
  readonly pool: BufferPool
  /** How long a step takes, and with how many submits in flight; null on software adapters, where nothing is timed. */
  readonly timing: StepTiming | null
  /** Why it computes in this precision. */
  readonly precisionReason: string
  /** Kernels that computed wrong results and aren't used, as text. */
  readonly wrongKernels: readonly string[]
}

type Timed = Omit<Build, 'precisionReason'>

/** Longest time that one dispatch should occupy the GPU, in ms. */
const DISPATCH_BUDGET = 50

/**
 * Plans, compiles and allocates a network in the requested precision (or the faster one for `auto`), in as few
 * micro-batches as memory, limits and the time budget of a dispatch allow. Throws `OutOfGpuMemory` if none fits.
 */
export async function buildExecutable(options: BuildOptions): Promise<Build> {
  const pipelines = PipelineCache.of(options.opened.device)
  const tuner = new Tuner({ ...options, pipelines, memory: options.tileMemory })
  const build = (storage: StorageType) => buildIn({ ...options, pipelines, tuner }, storage)
  const choice = choosePrecision(options.spec.precision, options.opened)
  if (choice) return { ...(await build(choice.storage)), precisionReason: choice.reason }

  const full = await build('f32')
  full.pool.destroyAll()
  const half = await build('f16')
  const [halfTime, fullTime] = [half, full].map(({ timing }) => timing?.milliseconds ?? 0)
  const times = `${asMilliseconds(halfTime)} a step in f16, ${asMilliseconds(fullTime)} in f32`
  if (halfTime < fullTime) {
    return { ...half, precisionReason: `Faster here: ${times}.` }
  }
  half.pool.destroyAll()
  return { ...(await build('f32')), precisionReason: `f16 is no faster here: ${times}.` }
}

const asMilliseconds = (time: number) => `${time.toPrecision(3)} ms`

interface BuildContext extends BuildOptions {
  readonly pipelines: PipelineCache
  readonly tuner: Tuner
}

async function buildIn(context: BuildContext, storage: StorageType): Promise<Timed> {
  let shortage: OutOfGpuMemory | null = null
  for (const microBatches of possibleMicroBatches(context.spec, context.microBatches ?? 1)) {
    const pool = new BufferPool(context.opened.device)
    try {
      const timed = await tryPasses(context, storage, microBatches, pool)
      if (timed) return timed
      pool.destroyAll()
    } catch (error) {
      pool.destroyAll()
      if (!(error instanceof OutOfGpuMemory)) throw error
      shortage = error
    }
  }
  throw (
    shortage ??
    new RangeError(`A batch of ${context.spec.batchSize} cannot be split into micro-batches.`)
  )
}

/** Null if a dispatch takes too long and the batch can be split further. */
async function tryPasses(
  context: BuildContext,
  storage: StorageType,
  microBatches: number,
  pool: BufferPool,
): Promise<Timed | null> {
  const { opened, spec, tuner } = context
  const request = { spec, storage, microBatches, profile: deviceProfile(opened) }
  const guessed = createPlan(request)
  const known = await tuner.known(guessed)
  const isNew = tuner.able && !isTuned(guessed, known)
  if (isNew) {
    const guess = await allocate(context, createPlan({ ...request, tiles: known }), pool)
    // Its memory is free while tiles are timed.
    pool.destroyAll()
    if (isTooLong(context, microBatches, guess.longestDispatch)) return null
  }
  const chosen = isNew ? await tuner.choose(guessed, pool) : known
  const { tiles, wrong } = await trusted(context, guessed, chosen, pool)
  const timed = await allocate(context, createPlan({ ...request, tiles }), pool)
  if (!isNew && isTooLong(context, microBatches, timed.longestDispatch)) return null
  return { ...timed, wrongKernels: wrong }
}

const isTooLong = (
  { spec, microBatches: fixed }: BuildContext,
  microBatches: number,
  longest: number,
) =>
  fixed === null &&
  longest > DISPATCH_BUDGET &&
  possibleMicroBatches(spec, microBatches + 1).length > 0

/** Tiles that passed verification on this device. */
async function trusted(
  { opened, failure, pipelines, tileMemory, verifyFor }: BuildContext,
  { convolutions }: Plan,
  tiles: TileChoices,
  pool: BufferPool,
): Promise<TrustedTiles> {
  if (verifyFor === null) return { tiles, wrong: [] }
  const key = `verified ${verifyFor} ${adapterKey(opened)}`
  const profile = deviceProfile(opened)
  const { device } = opened
  const options = { device, failure, pipelines, pool, profile, memory: tileMemory, key }
  return trustedTiles(options, convolutions, tiles)
}

/** Compiles and allocates a plan; on a GPU it also times a few steps. */
async function allocate(
  { opened, pipelines, failure, now, onProgress }: BuildContext,
  plan: Plan,
  pool: BufferPool,
): Promise<Omit<Timed, 'wrongKernels'> & { readonly longestDispatch: number }> {
  const { device, adapter } = opened
  const executable = await Executable.build(device, pool, pipelines, plan, onProgress)
  if (adapter.software) return { executable, pool, timing: null, longestDispatch: 0 }
  const timing = await measureStep({ device, pool, failure, executable, now })
  const weights = plan.training[0].dispatches.map(({ kernel }) => kernelWeight(kernel))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const microBatchTime = timing.milliseconds / plan.request.microBatches
  const longestDispatch = microBatchTime * (Math.max(...weights) / total)
  return { executable, pool, timing, longestDispatch }
}

interface PrecisionChoice {
  readonly storage: StorageType
  /** Why, in a sentence. */
  readonly reason: string
}

/** The precision to use, or null if both are possible and must be timed. */
function choosePrecision(wanted: Precision, opened: OpenDevice): PrecisionChoice | null {
  if (wanted === 'f32') return { storage: 'f32', reason: 'The recipe sets f32.' }
  if (!opened.device.features.has('shader-f16')) {
    return { storage: 'f32', reason: whyNoF16(opened) }
  }
  if (wanted === 'f16') return { storage: 'f16', reason: 'The recipe sets f16.' }
  if (opened.adapter.software) {
    return { storage: 'f32', reason: 'f16 is no faster on a CPU.' }
  }
  return null
}

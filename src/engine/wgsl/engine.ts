import type { Records } from '../../data/records.ts'
import { CLASS_COUNT } from '../../model/layers.ts'
import { nameHash } from '../../random/stream.ts'
import type { OpenDevice } from '../device/device.ts'
import type {
  BatchSpec,
  Engine,
  EngineInfo,
  EngineSpec,
  EngineUsage,
  Evaluation,
  SeenImages,
  Snapshot,
  Split,
  StepMetrics,
  View,
} from '../engine.ts'
import type { LayerActivations } from '../inspection/activations.ts'
import type { AugmentationDraws } from '../batch/augmentation-draws.ts'
import type { StepDynamics } from '../inspection/dynamics.ts'
import { scoreLogits } from '../predictions/scores.ts'
import type { Profile, Unavailable } from '../inspection/profile.ts'
import { checkSnapshot } from '../snapshot.ts'
import { buildExecutable, type Build, type BuildOptions } from './build.ts'
import { enqueueRounding, splitLogits, type EvaluationOptions } from './runtime/evaluation.ts'
import { FailureWatch } from '../failure.ts'
import { choicesDigest, writeChoices } from './kernels/conv/conv-task.ts'
import { DynamicsRecorder } from './runtime/readback/dynamics.ts'
import { NetworkInspector } from './inspection/inspection.ts'
import { LoadedData } from './runtime/loaded-data.ts'
import { metricsReader } from './runtime/readback/metrics.ts'
import { Readback } from './runtime/readback/readback.ts'
import { Scalars } from './runtime/buffers/scalars.ts'
import { fromTensors, initialState, toTensors, type FlatState } from './runtime/state.ts'
import type { RingReader } from './runtime/readback/ring.ts'
import { adapterKey } from './tuning/autotune.ts'
import { enqueueStep } from './runtime/step-work.ts'
import { ShortTileMemory } from './tuning/tile-memory.ts'
import { SUBMIT_BUDGET, SubmitQueue, type SubmitBudget } from './runtime/submits.ts'

export { WrongKernels } from './verify/trusted-tiles.ts'

export interface WgslEngineInfo extends EngineInfo {
  /** Dispatches of one step. */
  readonly dispatches: number
  /** GPU buffers held now. */
  readonly buffers: number
  /** Tiles chosen by timing, by task. */
  readonly tiles: Readonly<Record<string, string>>
}

export interface WgslEngine extends Engine {
  readonly info: WgslEngineInfo
}

export interface WgslEngineOptions extends Partial<
  Pick<BuildOptions, 'now' | 'onProgress' | 'microBatches' | 'tileMemory' | 'verifyFor'>
> {
  readonly budget?: SubmitBudget
}

/** The error report names the kernels. */
const WRONG_REMARK =
  'Some fast kernels give wrong results on this GPU, so slower ones are used. The report names them.'

/** All engines of one program use the same tiles, so that runs with one seed give the same bits. */
const OWN_TILE_MEMORY = new ShortTileMemory()

/**
 * Builds the engine: plans, compiles, allocates. Throws `OutOfGpuMemory` if the network does not fit the device at
 * this batch size, even in several micro-batches a step.
 */
export async function createWgslEngine(
  opened: OpenDevice,
  spec: EngineSpec,
  options: WgslEngineOptions = {},
): Promise<WgslEngine> {
  const {
    now = () => performance.now(),
    onProgress = () => {},
    microBatches = null,
    budget,
  } = options
  const { tileMemory = OWN_TILE_MEMORY, verifyFor = null } = options
  // Errors of a previous engine have arrived once its work is done, so they aren't attributed to this one.
  await opened.device.queue.onSubmittedWorkDone()
  const failure = new FailureWatch(opened)
  let build: Build | null = null
  try {
    build = await buildExecutable({
      opened,
      spec,
      failure,
      now,
      onProgress,
      microBatches,
      tileMemory,
      verifyFor,
    })
    // Creating resources on a lost device succeeds silently, so check for the loss.
    failure.check()
    const submits = budget ?? build.timing?.budget
    return new PlannedEngine(opened, spec, build, failure, now, submits)
  } catch (error) {
    build?.pool.destroyAll()
    failure.stop()
    throw error
  }
}

/** Runs a built network. All GPU work goes through one queue, in order. */
class PlannedEngine implements WgslEngine {
  readonly #opened: OpenDevice
  readonly #spec: EngineSpec
  readonly #build: Build
  readonly #failure: FailureWatch
  readonly #queue: SubmitQueue
  readonly #metrics: RingReader<StepMetrics>
  readonly #data: LoadedData
  readonly #inspection: NetworkInspector
  /** What work on the GPU needs. */
  readonly #work: EvaluationOptions
  #dynamics: DynamicsRecorder | null = null
  readonly #now: () => number
  #steps = 0
  #stepTime = 0
  #disposed = false

  constructor(
    opened: OpenDevice,
    spec: EngineSpec,
    build: Build,
    failure: FailureWatch,
    now: () => number,
    budget: SubmitBudget = SUBMIT_BUDGET,
  ) {
    const { device } = opened
    const { executable, pool } = build
    this.#opened = opened
    this.#spec = spec
    this.#build = build
    this.#failure = failure
    this.#now = now
    const workDone = () => device.queue.onSubmittedWorkDone()
    this.#queue = new SubmitQueue({ workDone, now, budget })
    const scalars = new Scalars(executable.plan.layout, spec.optimiser)
    this.#work = { device, pool, queue: this.#queue, scalars, executable }
    this.#data = new LoadedData(this.#work)
    const settle = () => this.#settle()
    this.#inspection = new NetworkInspector({ work: this.#work, data: this.#data, failure, settle })
    const source = executable.persistent.metrics
    this.#metrics = metricsReader({ device, pool, source, batchSize: spec.batchSize, now })
  }

  get info(): WgslEngineInfo {
    const { adapter } = this.#opened
    const { executable, pool, precisionReason, wrongKernels } = this.#build
    const { training, update, request } = executable.plan
    const wrong = wrongKernels.length > 0 ? [WRONG_REMARK] : []
    const remarks = [...this.#opened.remarks, ...wrong]
    return {
      engine: 'wgsl',
      adapter: adapter.name ?? 'a GPU the browser does not name',
      software: adapter.software,
      precision: request.storage,
      precisionReason,
      wrongKernels,
      ...(remarks.length > 0 && { remark: remarks.join(' ') }),
      microBatches: request.microBatches,
      variant: this.#variant,
      bytes: pool.bytes,
      dispatches: training[0].dispatches.length * request.microBatches + update.length,
      buffers: pool.count,
      tiles: writeChoices(request.tiles ?? new Map()),
    }
  }

  get usage(): EngineUsage {
    const { bytesAtMost } = this.#build.pool
    return { bytesAtMost, javascriptMs: this.#stepTime + this.#queue.timeLater }
  }

  async load(split: Split, records: Records): Promise<void> {
    await this.#settle()
    await this.#failure.race(this.#data.load(split, records))
  }

  async init(seed: number): Promise<void> {
    const { layout } = this.#build.executable.plan
    await this.#write(initialState(this.#spec, layout, seed, this.#data.records('train')), 0)
  }

  async ready(): Promise<void> {
    this.#check()
    await this.#failure.race(this.#queue.ready())
  }

  step(plan: BatchSpec): void {
    this.#check()
    if ((this.#spec.batches === 'made') !== (plan.made !== undefined)) {
      throw new Error(`This engine takes ${this.#spec.batches} batches; the step brings another.`)
    }
    const start = this.#now()
    const slot = this.#metrics.nextSlot()
    const dynamics = this.#dynamics?.planStep(plan)
    enqueueStep(this.#work, plan, {
      first: plan.first,
      slot,
      before: (encoder) => {
        this.#data.uploadDraws(plan.draws)
        dynamics?.begin(encoder)
      },
      end: (encoder) => dynamics?.end(encoder),
      after: () => {
        this.#metrics.submitted(plan.step, slot)
        dynamics?.submitted()
      },
    })
    this.#steps = plan.step + 1
    this.#stepTime += this.#now() - start
  }

  async metrics(options?: { readonly flush: boolean }): Promise<StepMetrics[]> {
    this.#check()
    if (options?.flush) {
      await this.#settle()
      await this.#failure.race(this.#metrics.flush())
      if (this.#dynamics) await this.#failure.race(this.#dynamics.flush())
    } else {
      this.#metrics.poll()
      this.#dynamics?.poll()
    }
    return this.#failure.race(new Promise((resolve) => resolve(this.#metrics.take())))
  }

  async recordDynamics(everySteps: number): Promise<void> {
    await this.#settle()
    await this.#dynamics?.flush()
    this.#dynamics?.dispose()
    this.#dynamics = null
    if (everySteps === 0) return
    const { device } = this.#opened
    const { executable, pool } = this.#build
    const recorder = { device, pool, executable, now: this.#now, everySteps }
    this.#dynamics = await this.#failure.race(DynamicsRecorder.create(recorder))
  }

  dynamics(): StepDynamics[] {
    this.#check()
    return this.#dynamics?.take() ?? []
  }

  async evaluate(
    split: Split,
    views: readonly View[],
    weights: 'live' | 'average',
    count = Infinity,
    share = 1,
  ): Promise<Evaluation> {
    this.#check()
    const request = { split, views, weights, count, share }
    const logits = await this.#failure.race(splitLogits(this.#work, request))
    const { labels } = this.#build.executable.split(split).records
    return scoreLogits(logits, labels.subarray(0, logits.length / CLASS_COUNT), 0)
  }

  async logits(
    images: SeenImages,
    views: readonly View[],
    weights: 'live' | 'average',
  ): Promise<Float32Array> {
    this.#check()
    return this.#inspection.logits(images, views, weights)
  }

  async preview(draws: AugmentationDraws, count: number): Promise<Float32Array> {
    this.#check()
    return this.#inspection.preview(draws, count)
  }

  async activations(
    batch: Pick<BatchSpec, 'draws' | 'first' | 'made' | 'side'>,
  ): Promise<LayerActivations[]> {
    return this.#inspection.activations(batch)
  }

  async profile(): Promise<Profile | Unavailable> {
    if (!this.#opened.device.features.has('timestamp-query')) {
      return { unavailable: 'This browser does not report kernel times on this GPU.' }
    }
    const state = await this.snapshot()
    const profile = await this.#inspection.profile(this.#metrics.nextSlot())
    await this.restore(state)
    return profile
  }

  async snapshot(): Promise<Snapshot> {
    const step = this.#steps
    await this.#settle()
    const { executable, pool } = this.#build
    const { weights, velocity, average } = executable.persistent
    const buffers = average ? [weights, velocity, average] : [weights, velocity]
    const ranges = buffers.map((buffer) => ({ buffer, bytes: buffer.size }))
    const readback = new Readback(this.#opened.device, pool, ranges)
    const [weightValues, velocityValues, averageValues = null] = await this.#failure.race(
      readback.floats(),
    )
    const state = { weights: weightValues, velocity: velocityValues, average: averageValues }
    return { step, writer: this.#variant, tensors: toTensors(executable.plan.layout, state) }
  }

  async restore(snapshot: Snapshot): Promise<void> {
    checkSnapshot(snapshot, this.#spec)
    const { layout } = this.#build.executable.plan
    await this.#write(fromTensors(this.#spec, layout, snapshot.tensors), snapshot.step)
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    this.#queue.abandon()
    this.#failure.stop()
    this.#build.pool.destroyAll()
  }

  /** Adapter and kernel variants. A run resumes bit for bit if they are equal. */
  get #variant(): string {
    const { microBatches, storage, tiles = new Map() } = this.#build.executable.plan.request
    const { name } = this.#opened.adapter
    const unnamed = nameHash(adapterKey(this.#opened)).toString(16).padStart(8, '0')
    const adapter = name ?? `a GPU without a name, ${unnamed}`
    const tuned = tiles.size === 0 ? '' : `tiles ${choicesDigest(tiles)}, `
    return `wgsl ${storage}, ${tuned}${microBatches} ${microBatches === 1 ? 'micro-batch' : 'micro-batches'} a step, on ${adapter}`
  }

  #check(): void {
    this.#failure.check()
    if (this.#disposed) throw new Error('The engine was closed.')
  }

  /** Waits until the GPU has finished all submitted work. */
  async #settle(): Promise<void> {
    this.#check()
    await this.#failure.race(this.#queue.idle())
    this.#check()
  }

  async #write({ weights, velocity, average }: FlatState, steps: number): Promise<void> {
    await this.#settle()
    this.#dynamics?.forgetPrevious()
    const { queue } = this.#opened.device
    const { persistent } = this.#build.executable
    queue.writeBuffer(persistent.weights, 0, weights)
    queue.writeBuffer(persistent.velocity, 0, velocity)
    if (persistent.average && average) queue.writeBuffer(persistent.average, 0, average)
    enqueueRounding(this.#work, 'live')
    this.#steps = steps
  }
}

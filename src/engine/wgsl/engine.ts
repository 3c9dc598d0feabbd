import type { Records } from '../../data/records.ts'
import { CLASS_COUNT } from '../../model/layers.ts'
import type { OpenDevice } from '../device.ts'
import type {
  BatchPlan,
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
import type { LayerActivations } from '../activations.ts'
import type { EpochChoices } from '../choices.ts'
import type { StepDynamics } from '../dynamics.ts'
import { scoreLogits } from '../scores.ts'
import type { Profile, Unavailable } from '../profile.ts'
import { checkSnapshot } from '../snapshot.ts'
import { buildNetwork, type Build, type BuildOptions } from './build.ts'
import { enqueueRounding, splitLogits, type EvaluationOptions } from './evaluation.ts'
import { FailureWatch } from '../failure.ts'
import { choicesDigest, writeChoices } from './kernels/conv-task.ts'
import { DynamicsRecorder } from './dynamics.ts'
import { Inspection } from './inspection.ts'
import { LoadedData } from './loaded-data.ts'
import { metricsReader } from './metrics.ts'
import { Readback } from './readback.ts'
import { Scalars } from './scalars.ts'
import { fromTensors, initialState, toTensors, type FlatState } from './state.ts'
import type { RingReader } from './ring.ts'
import { enqueueStep } from './step-work.ts'
import { ShortTileMemory } from './tile-memory.ts'
import { SUBMIT_BUDGET, SubmitQueue, type SubmitBudget } from './submits.ts'

export interface WgslEngineInfo extends EngineInfo {
  /** Dispatches of one step. */
  readonly dispatches: number
  /** GPU buffers held now. */
  readonly buffers: number
  /** The tiles that were chosen by measuring, by what they compute. */
  readonly tiles: Readonly<Record<string, string>>
}

export interface WgslEngine extends Engine {
  readonly info: WgslEngineInfo
}

export interface WgslEngineOptions extends Partial<
  Pick<BuildOptions, 'now' | 'onProgress' | 'passes' | 'tileMemory'>
> {
  readonly budget?: SubmitBudget
}

/** Engines of one program compute alike, so that runs with one seed give the same bits. */
const OWN_TILE_MEMORY = new ShortTileMemory()

/**
 * Builds the engine: plans, compiles, allocates. Throws `OutOfGpuMemory` where the network does not fit the device at
 * this batch size, even in several passes a step.
 */
export async function createWgslEngine(
  opened: OpenDevice,
  spec: EngineSpec,
  options: WgslEngineOptions = {},
): Promise<WgslEngine> {
  const { now = () => performance.now(), onProgress = () => {}, passes = 1, budget } = options
  const { tileMemory = OWN_TILE_MEMORY } = options
  // Errors of an engine that came before have arrived once its work is done, so this one is not blamed for them.
  await opened.device.queue.onSubmittedWorkDone()
  const failure = new FailureWatch(opened)
  let build: Build | null = null
  try {
    build = await buildNetwork({
      opened,
      spec,
      failure,
      now,
      onProgress,
      passes,
      tileMemory,
    })
    // A device that is lost lets everything be built on it.
    failure.check()
    return new PlannedEngine(opened, spec, build, failure, now, budget)
  } catch (error) {
    build?.pool.destroyAll()
    failure.stop()
    throw error
  }
}

/** Runs a built network; everything it asks of the GPU goes through one queue, in order. */
class PlannedEngine implements WgslEngine {
  readonly #opened: OpenDevice
  readonly #spec: EngineSpec
  readonly #build: Build
  readonly #failure: FailureWatch
  readonly #queue: SubmitQueue
  readonly #metrics: RingReader<StepMetrics>
  readonly #data: LoadedData
  readonly #inspection: Inspection
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
    this.#inspection = new Inspection({ work: this.#work, data: this.#data, failure, settle })
    const source = executable.residents.metrics
    this.#metrics = metricsReader({ device, pool, source, batchSize: spec.batchSize, now })
  }

  get info(): WgslEngineInfo {
    const { adapter } = this.#opened
    const { executable, pool, precisionReason } = this.#build
    const { training, update, request } = executable.plan
    return {
      engine: 'wgsl',
      adapter: adapter.name ?? 'a GPU the browser does not name',
      software: adapter.software,
      precision: request.storage,
      precisionReason,
      passes: request.passes,
      variant: this.#variant,
      bytes: pool.bytes,
      dispatches: training[0].dispatches.length * request.passes + update.length,
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
    await this.#failure.race(this.#data.place(split, records))
  }

  async init(seed: number): Promise<void> {
    const { layout } = this.#build.executable.plan
    await this.#write(initialState(this.#spec, layout, seed, this.#data.records('train')), 0)
  }

  async ready(): Promise<void> {
    this.#check()
    await this.#failure.race(this.#queue.ready())
  }

  step(plan: BatchPlan): void {
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
        this.#data.uploadChoices(plan.choices)
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
    return scoreLogits(
      logits,
      labels.subarray(0, logits.length / CLASS_COUNT),
      this.#spec.labelSmoothing,
    )
  }

  async logits(
    images: SeenImages,
    views: readonly View[],
    weights: 'live' | 'average',
  ): Promise<Float32Array> {
    this.#check()
    return this.#inspection.logits(images, views, weights)
  }

  async preview(choices: EpochChoices, count: number): Promise<Float32Array> {
    this.#check()
    return this.#inspection.preview(choices, count)
  }

  async activations(
    batch: Pick<BatchPlan, 'choices' | 'first' | 'made'>,
  ): Promise<LayerActivations[]> {
    return this.#inspection.activations(batch)
  }

  async profile(): Promise<Profile | Unavailable> {
    if (!this.#opened.device.features.has('timestamp-query')) {
      return { unavailable: 'This browser does not tell how long each kernel takes on this GPU.' }
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
    const { weights, velocity, average } = executable.residents
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

  /** Adapter and kernel variants: where they are alike, a run goes on with the same bits. */
  get #variant(): string {
    const { passes, storage, tiles = new Map() } = this.#build.executable.plan.request
    const adapter = this.#opened.adapter.name ?? 'a GPU without a name'
    const tuned = tiles.size === 0 ? '' : `tiles ${choicesDigest(tiles)}, `
    return `wgsl ${storage}, ${tuned}${passes} ${passes === 1 ? 'pass' : 'passes'} a step, on ${adapter}`
  }

  #check(): void {
    this.#failure.check()
    if (this.#disposed) throw new Error('The engine was closed.')
  }

  /** Waits until the GPU has done all that was asked of it. */
  async #settle(): Promise<void> {
    this.#check()
    await this.#failure.race(this.#queue.idle())
    this.#check()
  }

  async #write({ weights, velocity, average }: FlatState, steps: number): Promise<void> {
    await this.#settle()
    this.#dynamics?.forgetPrevious()
    const { queue } = this.#opened.device
    const { residents } = this.#build.executable
    queue.writeBuffer(residents.weights, 0, weights)
    queue.writeBuffer(residents.velocity, 0, velocity)
    if (residents.average && average) queue.writeBuffer(residents.average, 0, average)
    enqueueRounding(this.#work, 'live')
    this.#steps = steps
  }
}

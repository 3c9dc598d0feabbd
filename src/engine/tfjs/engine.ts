import * as tf from '@tensorflow/tfjs'
import { IMAGE_SIDE, type Records } from '../../data/records.ts'
import { initialValues } from '../../model/initialisation/initialise.ts'
import { CLASS_COUNT, type Layer } from '../../model/layers.ts'
import type { ParameterSpec } from '../../model/parameters.ts'
import { computeWhitening } from '../../model/initialisation/whitening.ts'
import {
  OutOfGpuMemory,
  type BatchSpec,
  type Engine,
  type EngineInfo,
  type EngineSpec,
  type EngineUsage,
  type Evaluation,
  type SeenImages,
  type Snapshot,
  type Split,
  type StepMetrics,
  type View,
} from '../engine.ts'
import { FailureWatch } from '../failure.ts'
import { madeImages } from '../batch/augment.ts'
import type { AugmentationDraws } from '../batch/augmentation-draws.ts'
import { leastConfident } from '../predictions/confidence.ts'
import type { StepDynamics } from '../inspection/dynamics.ts'
import type { Unavailable } from '../inspection/profile.ts'
import { scoreLogits } from '../predictions/scores.ts'
import { checkSnapshot } from '../snapshot.ts'
import { heldBytes, trimPool, type TfjsBackend } from './backend/backend.ts'
import { BatchSource } from './batch.ts'
import { largestBatch } from './backend/limits.ts'
import { DynamicsMeter } from './inspection/dynamics.ts'
import { ReportQueue } from './metrics.ts'
import { runLayers } from './network/network.ts'
import { NetworkState } from './state.ts'
import { gradientsOf } from './training.ts'

/** Number of steps in flight above which `ready` waits. */
const STEPS_IN_FLIGHT = 2
const BATCHES_IN_FLIGHT = 2

const VERSION = 'tfjs 4.22.0'

/** Builds the engine. Throws `OutOfGpuMemory` if an activation of the batch exceeds the device's binding limit. */
export async function createTfjsEngine(
  backend: TfjsBackend,
  spec: EngineSpec,
  /** Why it replaces the requested engine, in a sentence; empty if it was requested. */
  insteadOf = '',
): Promise<Engine> {
  const { device } = backend
  if (device) {
    const largest = largestBatch(spec.layers, device.limits)
    if (spec.batchSize > largest) {
      throw new OutOfGpuMemory(
        `This GPU’s buffers hold a batch of at most ${largest} in this network, not ${spec.batchSize}.`,
      )
    }
    // Wait until an earlier engine's errors have arrived, so that this one is not blamed for them.
    await device.queue.onSubmittedWorkDone()
  }
  return new TfjsEngine(backend, spec, insteadOf)
}

/** The layers for images of this side. Throws if the engine was not built for it. */
function layersAt({ layers, smaller }: EngineSpec, side: number = IMAGE_SIDE): readonly Layer[] {
  const found = side === IMAGE_SIDE ? layers : smaller.find((own) => own.side === side)?.layers
  if (!found) throw new RangeError(`This network was not built for images of ${side} pixels.`)
  return found
}

class TfjsEngine implements Engine {
  readonly #backend: TfjsBackend
  readonly #insteadOf: string
  readonly #spec: EngineSpec
  readonly #batches: BatchSource
  readonly #state: NetworkState
  readonly #metrics = new ReportQueue<StepMetrics>()
  readonly #records = new Map<Split, Records>()
  readonly #failure: FailureWatch
  #dynamics: DynamicsMeter | null = null
  #steps = 0
  #stepTime = 0
  #bytesAtMost = 0
  #disposed = false

  constructor(backend: TfjsBackend, spec: EngineSpec, insteadOf: string) {
    this.#insteadOf = insteadOf === '' ? '' : `${insteadOf} `
    this.#backend = backend
    this.#spec = spec
    this.#batches = new BatchSource(spec.normalisation, spec.labelSmoothing)
    this.#state = new NetworkState(spec)
    this.#failure = new FailureWatch(backend)
  }

  get info(): EngineInfo {
    const { adapter, software } = this.#backend
    this.#backend.use()
    return {
      engine: 'tfjs',
      adapter,
      software,
      precision: 'f32',
      precisionReason: `${this.#insteadOf}TensorFlow.js always computes in f32.`,
      ...(this.#insteadOf !== '' && { remark: this.#insteadOf.trim() }),
      microBatches: 1,
      variant: this.#variant,
      bytes: heldBytes(),
    }
  }

  get usage(): EngineUsage {
    return { bytesAtMost: this.#bytesAtMost, javascriptMs: this.#stepTime }
  }

  async load(split: Split, records: Records): Promise<void> {
    this.#records.set(split, records)
  }

  async init(seed: number): Promise<void> {
    await this.#watch(async () => {
      this.#state.reset((parameter) =>
        parameter.init === 'whitening' ? this.#whiten(parameter) : initialValues(parameter, seed),
      )
      this.#dynamics?.forgetPrevious()
      this.#steps = 0
    })
  }

  async ready(): Promise<void> {
    await this.#watch(() => this.#metrics.settle(STEPS_IN_FLIGHT - 1))
    // Computing on the CPU or WebGL blocks this thread; yield to handle messages.
    if (this.#backend.name !== 'webgpu') await new Promise((resolve) => setTimeout(resolve, 0))
  }

  step(plan: BatchSpec): void {
    this.#start()
    const start = performance.now()
    const { batchSize } = this.#spec
    const layers = layersAt(this.#spec, plan.side)
    const loss = tf.tidy(() => {
      const batch = this.#batches.training(this.#split('train'), plan, batchSize)
      const moved = this.#state.moved(plan.rates).map(({ name }) => name)
      const before = this.#state.tensors('live')
      const { gradients, statistics, lossAndCorrect } = gradientsOf(layers, before, moved, batch)
      this.#state.step(plan, gradients, statistics)
      if (this.#dynamics?.wants(plan.step)) {
        const after = this.#state.tensors('live')
        this.#dynamics.add({ step: plan.step, gradients, before, after })
      }
      return tf.keep(lossAndCorrect)
    })
    const { step } = plan
    this.#metrics.add(step, loss, ([sum, correct]) => ({
      step,
      loss: sum / batchSize,
      accuracy: correct / batchSize,
    }))
    this.#steps = plan.step + 1
    this.#bytesAtMost = Math.max(this.#bytesAtMost, heldBytes())
    this.#stepTime += performance.now() - start
  }

  async metrics(options?: { readonly flush: boolean }): Promise<StepMetrics[]> {
    await this.#watch(async () => {
      await this.#metrics.settle(options?.flush ? 0 : Infinity)
      if (options?.flush) await this.#dynamics?.settle()
    })
    return this.#metrics.take()
  }

  async recordDynamics(everySteps: number): Promise<void> {
    await this.#watch(async () => this.#dynamics?.settle())
    this.#dynamics?.forgetPrevious()
    this.#dynamics = everySteps === 0 ? null : new DynamicsMeter(everySteps)
  }

  dynamics(): StepDynamics[] {
    return this.#dynamics?.take() ?? []
  }

  async evaluate(
    split: Split,
    views: readonly View[],
    weights: 'live' | 'average',
    count = Infinity,
    share = 1,
  ): Promise<Evaluation> {
    const records = this.#split(split)
    const total = Math.min(count, records.count)
    const images = Array.from({ length: total }, (_, i) => i)
    const selective = share < 1 && views.length > 1
    const [first, ...further] = views
    const seen = selective ? [{ ...first, weight: 1 }] : views
    const logits = await this.#logits(records, images, seen, weights)
    if (selective) {
      const chosen = Array.from(leastConfident(logits, Math.floor(share * total)))
      const added = await this.#logits(records, chosen, further, weights)
      chosen.forEach((image, i) => {
        for (let c = 0; c < CLASS_COUNT; c++) {
          const at = CLASS_COUNT * image + c
          logits[at] = Math.fround(first.weight * logits[at]) + added[CLASS_COUNT * i + c]
        }
      })
    }
    return scoreLogits(logits, records.labels.subarray(0, total), 0)
  }

  async logits(
    images: SeenImages,
    views: readonly View[],
    weights: 'live' | 'average',
  ): Promise<Float32Array> {
    if ('split' in images) {
      return this.#logits(this.#split(images.split), [...images.records], views, weights)
    }
    const { others } = images
    const all = Array.from({ length: others.count }, (_, i) => i)
    return this.#logits(others, all, views, weights)
  }

  /** Logits [images, 10], averaged over views by their weights. */
  async #logits(
    records: Records,
    images: readonly number[],
    views: readonly View[],
    weights: 'live' | 'average',
  ): Promise<Float32Array> {
    const { batchSize } = this.#spec
    const logits = new Float32Array(images.length * CLASS_COUNT)
    const starts = Array.from(
      { length: Math.ceil(images.length / batchSize) },
      (_, i) => i * batchSize,
    )
    await this.#watch(async () => {
      for (let i = 0; i < starts.length; i += BATCHES_IN_FLIGHT) {
        const reads = starts.slice(i, i + BATCHES_IN_FLIGHT).map(async (first) => {
          const batch = images.slice(first, first + batchSize)
          const values = await this.#batchLogits(records, batch, views, weights)
          logits.set(values, first * CLASS_COUNT)
        })
        await Promise.all(reads)
      }
    })
    return logits
  }

  async #batchLogits(
    records: Records,
    batch: readonly number[],
    views: readonly View[],
    weights: 'live' | 'average',
  ): Promise<Float32Array> {
    this.#start()
    const logits = tf.tidy(() => {
      const tensors = this.#state.tensors(weights)
      const weighted = views.map((view) => {
        const images = this.#batches.viewed(records, batch, view)
        return tf.mul(runLayers(this.#spec.layers, images, { tensors }), view.weight)
      })
      return tf.addN(weighted)
    })
    try {
      return await logits.data<'float32'>()
    } finally {
      logits.dispose()
    }
  }

  async preview(draws: AugmentationDraws, count: number): Promise<Float32Array> {
    return madeImages(this.#split('train'), draws, count, this.#spec.normalisation)
  }

  async activations(): Promise<Unavailable> {
    return { unavailable: 'Only lab94’s own engine can inspect layers.' }
  }

  async profile(): Promise<Unavailable> {
    return { unavailable: 'TensorFlow.js does not report kernel times by layer.' }
  }

  async snapshot(): Promise<Snapshot> {
    const step = this.#steps
    const tensors = await this.#watch(() => this.#state.read())
    return { step, writer: this.#variant, tensors }
  }

  async restore(snapshot: Snapshot): Promise<void> {
    checkSnapshot(snapshot, this.#spec)
    await this.#watch(async () => {
      this.#state.write(snapshot.tensors)
      this.#dynamics?.forgetPrevious()
      this.#steps = snapshot.step
    })
  }

  dispose(): void {
    if (this.#disposed) return
    this.#backend.use()
    this.#failure.stop()
    this.#disposed = true
    this.#state.dispose()
    this.#dynamics?.forgetPrevious()
    this.#records.clear()
    trimPool()
  }

  get #variant(): string {
    return `${VERSION} with ${this.#backend.name} on ${this.#backend.adapter}`
  }

  /** Selects the backend. Throws if the GPU has failed. */
  #start(): void {
    this.#failure.check()
    if (this.#disposed) throw new Error('The engine was closed.')
    this.#backend.use()
  }

  /** Runs the work; rejects if the GPU has failed or fails meanwhile. */
  async #watch<T>(work: () => Promise<T>): Promise<T> {
    this.#start()
    const result = await this.#failure.race(work())
    this.#start()
    return result
  }

  #split(split: Split): Records {
    const records = this.#records.get(split)
    if (!records) throw new Error(`No ${split} images were loaded.`)
    return records
  }

  #whiten({ name, shape }: ParameterSpec): Float32Array {
    const { whitening, normalisation } = this.#spec
    if (!whitening)
      throw new Error(`${name} is whitened, but the recipe does not say how to compute it.`)
    const kernel = shape[0] === 2 ? 2 : 3
    return computeWhitening(this.#split('train'), { kernel, normalisation, ...whitening })
  }
}

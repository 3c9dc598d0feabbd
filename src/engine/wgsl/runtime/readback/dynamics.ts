import { tensorDynamics, type StepDynamics } from '../../../inspection/dynamics.ts'
import type { BatchSpec } from '../../../engine.ts'
import { elementCount } from '../../../../model/parameters.ts'
import { encodeDispatches, type BoundDispatch } from '../bound-dispatches.ts'
import type { BufferPool } from '../buffers/buffers.ts'
import type { Executable } from '../executable.ts'
import type { Kernel } from '../../codegen/kernel.ts'
import {
  chunkTable,
  dynamicsPartials,
  dynamicsTotals,
  SUM_NUMBERS,
} from '../../kernels/optimizer/dynamics-sums.ts'
import type { FlatParameter } from '../../plan/parameter-layout.ts'
import { PipelineCache } from '../pipelines.ts'
import { RingReader } from './ring.ts'

/** Measured steps whose sums the GPU holds before the oldest is overwritten. */
const ENTRIES = 256

interface MeasuredStep {
  /** The parameters that the step moved; the others' gradients are not computed. */
  readonly moved: ReadonlySet<string>
  readonly hasPrevious: boolean
}

export interface DynamicsOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly executable: Executable
  readonly now: () => number
  readonly everySteps: number
}

/**
 * Measures how the parameters move in every n-th step: copies the weights before it and the gradients of the step
 * before, and sums over each tensor afterwards.
 */
export class DynamicsRecorder {
  readonly everySteps: number
  readonly #options: DynamicsOptions
  readonly #parameters: readonly FlatParameter[]
  readonly #buffers: Readonly<Record<'before' | 'previous' | 'output', GPUBuffer>>
  readonly #owned: readonly GPUBuffer[]
  readonly #dispatches: readonly BoundDispatch[]
  readonly #ring: RingReader<StepDynamics>
  readonly #measured = new Map<number, MeasuredStep>()
  /** The step whose gradients `previous` holds once all enqueued work is done. */
  #previousStep: number | null = null

  private constructor(options: DynamicsOptions, pipelines: PipelineCache, kernels: Kernels) {
    const { device, pool, executable, everySteps, now } = options
    this.everySteps = everySteps
    this.#options = options
    this.#parameters = trainedParameters(executable)
    const { weights, gradients } = executable.persistent
    const [partials, totals] = kernels
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage
    const create = (name: string, bytes: number, usage: number) =>
      pool.create(`dynamics ${name}`, bytes, usage | COPY_DST)
    const before = create('before', weights.size, STORAGE)
    const previous = create('previous', gradients.size, STORAGE)
    const output = create('output', 4, UNIFORM)
    const table = chunkTable(rangesOf(this.#parameters))
    const chunks = create('chunks', table.byteLength, STORAGE)
    const parts = create('partials', partials.bindings[5].bytes, STORAGE)
    const sums = create('sums', totals.bindings[1].bytes, STORAGE | COPY_SRC)
    device.queue.writeBuffer(chunks, 0, table)
    this.#buffers = { before, previous, output }
    this.#owned = [before, previous, output, chunks, parts, sums]
    const bind = (kernel: Kernel, buffers: readonly GPUBuffer[]): BoundDispatch => ({
      pipeline: pipelines.pipeline(kernel),
      group: device.createBindGroup({
        layout: pipelines.layout(kernel),
        entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
      }),
      workgroups: kernel.workgroups,
      weight: 0,
    })
    this.#dispatches = [
      bind(partials, [gradients, previous, weights, before, chunks, parts]),
      bind(totals, [parts, sums, output]),
    ]
    this.#ring = new RingReader({
      device,
      pool,
      name: 'dynamics',
      source: sums,
      entries: ENTRIES,
      now,
      parse: (step, numbers) => this.#parse(step, numbers),
    })
  }

  /** Compiles and allocates. Throws `OutOfGpuMemory` if there is no room. */
  static async create(options: DynamicsOptions): Promise<DynamicsRecorder> {
    const { device, pool, executable } = options
    const { layout } = executable.plan
    const ranges = rangesOf(trainedParameters(executable))
    const kernels: Kernels = [dynamicsPartials(ranges, layout), dynamicsTotals(ranges, ENTRIES)]
    const pipelines = new PipelineCache(device)
    await pipelines.compile(kernels)
    return pool.allocate(() => new DynamicsRecorder(options, pipelines, kernels))
  }

  /** The extra work of this step; null if neither it nor the next one is measured. */
  planStep({ step, rates }: Pick<BatchSpec, 'step' | 'rates'>): StepDynamicsWork | null {
    const measured = step % this.everySteps === 0
    const keeps = (step + 1) % this.everySteps === 0
    if (!measured && !keeps) return null
    const { device, executable } = this.#options
    const { weights, gradients } = executable.persistent
    const { before, previous, output } = this.#buffers
    const slot = measured ? this.#ring.nextSlot() : 0
    if (measured) {
      const moved = this.#parameters.filter(({ spec }) => rates[spec.group] !== null)
      this.#measured.set(step, {
        moved: new Set(moved.map(({ name }) => name)),
        hasPrevious: this.#previousStep === step - 1,
      })
    }
    if (keeps) this.#previousStep = step
    return {
      begin: (encoder) => {
        if (!measured) return
        device.queue.writeBuffer(output, 0, Uint32Array.of(slot))
        encoder.copyBufferToBuffer(weights, 0, before, 0, weights.size)
      },
      end: (encoder) => {
        if (measured) encodeDispatches(encoder, this.#dispatches)
        if (keeps) encoder.copyBufferToBuffer(gradients, 0, previous, 0, gradients.size)
      },
      submitted: () => {
        if (measured) this.#ring.submitted(step, slot)
      },
    }
  }

  /** The next step doesn't follow the last planned one, for example after a restore. */
  forgetPrevious(): void {
    this.#previousStep = null
  }

  poll(): void {
    this.#ring.poll()
  }

  flush(): Promise<void> {
    return this.#ring.flush()
  }

  take(): StepDynamics[] {
    return this.#ring.take()
  }

  dispose(): void {
    this.#ring.dispose()
    for (const buffer of this.#owned) this.#options.pool.destroy(buffer)
  }

  #parse(step: number, numbers: Float32Array): StepDynamics {
    const { moved = new Set<string>(), hasPrevious = false } = this.#measured.get(step) ?? {}
    this.#measured.delete(step)
    const tensors = this.#parameters.flatMap(({ name }, i) => {
      if (!moved.has(name)) return []
      const [gg, ww, gw, gp, pp, dd] = numbers.subarray(SUM_NUMBERS * i)
      return tensorDynamics(name, { gg, ww, gw, gp, pp, dd }, hasPrevious)
    })
    return { step, tensors }
  }
}

/** The extra work of a measured step. */
export interface StepDynamicsWork {
  /** Encodes before anything of the step. */
  begin(encoder: GPUCommandEncoder): void
  /** Encodes after all of it. */
  end(encoder: GPUCommandEncoder): void
  /** Once all of it is submitted. */
  submitted(): void
}

type Kernels = readonly [partials: Kernel, totals: Kernel]

const trainedParameters = ({ plan }: Executable): FlatParameter[] =>
  plan.layout.parameters.filter(({ spec }) => spec.trainable)

/** Padding is 0 in weights and gradients, so it may be summed over. */
const rangesOf = (parameters: readonly FlatParameter[]) =>
  parameters.map(({ offset, paddedShape }) => ({ offset, elements: elementCount(paddedShape) }))

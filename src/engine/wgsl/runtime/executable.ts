import { IMAGE_SIDE } from '../../../data/records.ts'
import { OutOfGpuMemory } from '../../engine.ts'
import type { ParameterGroup } from '../../../model/parameters.ts'
import { bindDispatches, type BindingBuffers, type BoundDispatch } from './bound-dispatches.ts'
import type { BufferPool } from './buffers/buffers.ts'
import type { CompileProgress, PipelineCache } from './pipelines.ts'
import { planDispatches, type Plan } from '../plan/plan.ts'
import { planProblems } from '../plan/plan-limits.ts'
import type { Dispatch } from '../plan/program.ts'
import { createPersistentBuffers, type PersistentBuffers } from './buffers/persistent-buffers.ts'
import type { SplitBuffers, SplitName } from './buffers/split-buffers.ts'

/** Buffers that depend on the data set: its splits, and room for their logits. */
export interface DataBuffers {
  readonly splits: ReadonlyMap<SplitName, SplitBuffers>
  readonly logitSums: GPUBuffer | null
}

/** A plan on a device: its memory, its pipelines, and its bind groups. */
export class Executable {
  readonly plan: Plan
  readonly persistent: PersistentBuffers
  readonly update: readonly BoundDispatch[]
  readonly average: readonly BoundDispatch[]
  readonly #device: GPUDevice
  readonly #pipelines: PipelineCache
  readonly #slots: readonly GPUBuffer[]
  #data: DataBuffers = { splits: new Map(), logitSums: null }
  /** Bound dispatches that read a data set, until another is loaded. */
  readonly #bound = new Map<string, readonly BoundDispatch[]>()

  private constructor(
    device: GPUDevice,
    plan: Plan,
    pipelines: PipelineCache,
    memory: { readonly persistent: PersistentBuffers; readonly slots: readonly GPUBuffer[] },
  ) {
    this.plan = plan
    this.persistent = memory.persistent
    this.#slots = memory.slots
    this.#device = device
    this.#pipelines = pipelines
    this.update = this.#bind(plan.update, {})
    this.average = this.#bind(plan.average, {})
  }

  /** Compiles and allocates. Throws `OutOfGpuMemory` if the plan exceeds the device's limits or memory. */
  static async build(
    device: GPUDevice,
    pool: BufferPool,
    pipelines: PipelineCache,
    plan: Plan,
    onProgress?: CompileProgress,
  ): Promise<Executable> {
    const [problem] = planProblems(plan, device.limits)
    if (problem !== undefined) throw new OutOfGpuMemory(problem)
    const memory = await pool.allocate(() => createPersistentBuffers(device, pool, plan))
    const kernels = planDispatches(plan).map(({ kernel }) => kernel)
    await pipelines.compile(kernels, onProgress)
    return new Executable(device, plan, pipelines, memory)
  }

  setData(data: DataBuffers): void {
    this.#data = data
    this.#bound.clear()
  }

  /** The dispatches of one micro-batch at a side with these groups frozen. Throws if the side wasn't planned. */
  training(frozen: ReadonlySet<ParameterGroup>, side: number): readonly BoundDispatch[] {
    const programs = this.plan.training
    const index = programs.findLastIndex(
      (program) => program.side === side && program.frozen.every((group) => frozen.has(group)),
    )
    if (index < 0) throw new RangeError(`This network was not built for images of ${side} pixels.`)
    return this.#cached(`train ${index}`, () =>
      this.#bind(programs[index].dispatches, this.#splitBuffers('train')),
    )
  }

  /** The dispatch that gathers the images of a micro-batch, and the buffer it writes them to. */
  gathering(): { readonly dispatch: BoundDispatch; readonly images: GPUBuffer } {
    const [{ kernel, refs }] = this.plan.training[0].dispatches
    const ref = refs[kernel.bindings.findIndex(({ name }) => name === 'images')]
    if (ref?.kind !== 'tensor')
      throw new Error('A training program must start by gathering images.')
    const [dispatch] = this.training(new Set(), IMAGE_SIDE)
    return { dispatch, images: this.slot(ref.tensor) }
  }

  /** The buffer that a tensor of the plan lies in while it lives. */
  slot(tensor: number): GPUBuffer {
    return this.#slots[this.plan.slotOf[tensor]]
  }

  /** The dispatches of one evaluation batch. */
  evaluation(split: SplitName, weights: 'live' | 'average'): readonly BoundDispatch[] {
    return this.#cached(`evaluate ${split} ${weights}`, () =>
      this.#bind(this.plan.evaluation, {
        ...this.#splitBuffers(split),
        ...this.#evaluated(weights),
      }),
    )
  }

  /** Rounds weights into the operands of an evaluation; nothing to do in f32. */
  round(weights: 'live' | 'average'): readonly BoundDispatch[] {
    return this.#cached(`round ${weights}`, () =>
      this.#bind(this.plan.round, this.#evaluated(weights)),
    )
  }

  split(split: SplitName): SplitBuffers {
    const buffers = this.#data.splits.get(split)
    if (buffers === undefined) throw new Error(`No ${split} images are loaded.`)
    return buffers
  }

  get logitSums(): GPUBuffer {
    if (this.#data.logitSums === null) throw new Error('No images are loaded.')
    return this.#data.logitSums
  }

  #evaluated(weights: 'live' | 'average') {
    const evaluated = weights === 'live' ? this.persistent.weights : this.persistent.average
    if (evaluated === null) throw new Error('This recipe does not average the weights.')
    return { evaluated }
  }

  #splitBuffers(split: SplitName) {
    const { low, high, labels, draws, selection } = this.split(split)
    return { low, high, labels, draws, selection, logitSums: this.logitSums }
  }

  #cached(key: string, bind: () => readonly BoundDispatch[]): readonly BoundDispatch[] {
    const known = this.#bound.get(key)
    if (known) return known
    const bound = bind()
    this.#bound.set(key, bound)
    return bound
  }

  #bind(dispatches: readonly Dispatch[], data: BindingBuffers['persistent']): BoundDispatch[] {
    const { weights16, average, made, ...always } = this.persistent
    const persistent = {
      ...always,
      ...(weights16 ? { weights16 } : {}),
      ...(average ? { average } : {}),
      ...(made ? { made: made.images, madeTruth: made.truth } : {}),
      ...data,
    }
    const buffers = { slots: this.#slots, slotOf: this.plan.slotOf, persistent }
    return bindDispatches(this.#device, this.#pipelines, dispatches, buffers)
  }
}

import { OutOfGpuMemory } from '../engine.ts'
import type { ParameterGroup } from '../../model/parameters.ts'
import { bindDispatches, type BindingBuffers, type BoundDispatch } from './bound-dispatches.ts'
import type { BufferPool } from './buffers.ts'
import type { CompileProgress, PipelineCache } from './pipelines.ts'
import { planDispatches, type Plan } from './plan.ts'
import { planProblems } from './plan-limits.ts'
import type { Dispatch } from './programme.ts'
import { createResidents, type Residents } from './residents.ts'
import type { SplitBuffers, SplitName } from './split-buffers.ts'

/** What changes when a data set is loaded: the splits that are there, and room for their logits. */
export interface DataBuffers {
  readonly splits: ReadonlyMap<SplitName, SplitBuffers>
  readonly logitSums: GPUBuffer | null
}

/** A plan on a device: its memory, its pipelines, and its bind groups. */
export class Executable {
  readonly plan: Plan
  readonly residents: Residents
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
    memory: { readonly residents: Residents; readonly slots: readonly GPUBuffer[] },
  ) {
    this.plan = plan
    this.residents = memory.residents
    this.#slots = memory.slots
    this.#device = device
    this.#pipelines = pipelines
    this.update = this.#bind(plan.update, {})
    this.average = this.#bind(plan.average, {})
  }

  /** Compiles and allocates. Throws `OutOfGpuMemory` where the plan exceeds the device's limits or memory. */
  static async build(
    device: GPUDevice,
    pool: BufferPool,
    pipelines: PipelineCache,
    plan: Plan,
    onProgress?: CompileProgress,
  ): Promise<Executable> {
    const [problem] = planProblems(plan, device.limits)
    if (problem !== undefined) throw new OutOfGpuMemory(problem)
    const memory = await pool.allocate(() => createResidents(device, pool, plan))
    const kernels = planDispatches(plan).map(({ kernel }) => kernel)
    await pipelines.compile(kernels, onProgress)
    return new Executable(device, plan, pipelines, memory)
  }

  setData(data: DataBuffers): void {
    this.#data = data
    this.#bound.clear()
  }

  /** A pass of a step in which these groups do not learn. */
  training(frozen: ReadonlySet<ParameterGroup>): readonly BoundDispatch[] {
    const programmes = this.plan.training
    const index = programmes.findLastIndex((programme) =>
      programme.frozen.every((group) => frozen.has(group)),
    )
    return this.#cached(`train ${index}`, () =>
      this.#bind(programmes[index].dispatches, this.#splitBuffers('train')),
    )
  }

  /** The dispatch that gathers a pass's images, and the buffer it writes them to. */
  gathering(): { readonly dispatch: BoundDispatch; readonly images: GPUBuffer } {
    const [{ kernel, places }] = this.plan.training[0].dispatches
    const place = places[kernel.bindings.findIndex(({ name }) => name === 'images')]
    if (place?.kind !== 'tensor') throw new Error('A pass does not begin by gathering images.')
    const [dispatch] = this.training(new Set())
    return { dispatch, images: this.slot(place.tensor) }
  }

  /** The buffer that a tensor of the plan lies in while it lives. */
  slot(tensor: number): GPUBuffer {
    return this.#slots[this.plan.slotOf[tensor]]
  }

  /** A pass of an evaluation. */
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
    const evaluated = weights === 'live' ? this.residents.weights : this.residents.average
    if (evaluated === null) throw new Error('This recipe keeps no average of the weights.')
    return { evaluated }
  }

  #splitBuffers(split: SplitName) {
    const { low, high, labels, choices, selection } = this.split(split)
    return { low, high, labels, choices, selection, logitSums: this.logitSums }
  }

  #cached(key: string, bind: () => readonly BoundDispatch[]): readonly BoundDispatch[] {
    const known = this.#bound.get(key)
    if (known) return known
    const bound = bind()
    this.#bound.set(key, bound)
    return bound
  }

  #bind(dispatches: readonly Dispatch[], data: BindingBuffers['residents']): BoundDispatch[] {
    const { weights16, average, made, ...always } = this.residents
    const residents = {
      ...always,
      ...(weights16 ? { weights16 } : {}),
      ...(average ? { average } : {}),
      ...(made ? { made: made.images, madeTruth: made.truth } : {}),
      ...data,
    }
    const buffers = { slots: this.#slots, slotOf: this.plan.slotOf, residents }
    return bindDispatches(this.#device, this.#pipelines, dispatches, buffers)
  }
}

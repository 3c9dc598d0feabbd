import { add } from '../../kernels/pointwise/add.ts'
import type { ParameterGroup } from '../../../../model/parameters.ts'
import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import {
  convKernel,
  tileFor,
  type ConvTask,
  type TileChoices,
} from '../../kernels/conv/conv-task.ts'
import type { ConvTile } from '../../kernels/conv/conv-tiles.ts'
import type { DeviceProfile } from '../limits.ts'
import type { FlatParameter, ParameterLayout } from '../parameter-layout.ts'
import { persistent, type BufferRef, type Recorder } from '../program.ts'
import type { Shape } from '../../../../model/layers.ts'

/** A value between units: where it is, one image's shape with padded channels, and what flows back through it. */
export interface Value {
  readonly ref: BufferRef
  readonly shape: Shape
  /** Whether a trained parameter comes before it, so that its gradient is needed. */
  readonly learns: boolean
  /** Its partial batch-norm statistics, if the convolution computed them. */
  readonly statistics: { readonly ref: BufferRef; readonly tilesPerGroup: number } | null
}

/**
 * Records the dispatches that compute the gradient of a unit's input, plus `add`, from its output's gradient `dy`,
 * and the gradients of its parameters. Null if nothing before the unit learns.
 */
export type Backward = (dy: BufferRef, add: BufferRef | null) => BufferRef | null

/** One unit, its forward pass recorded. */
export interface Lowered {
  readonly output: Value
  readonly backward: Backward
}

/** Gradients in f16 are multiplied by this, so that small ones do not vanish. */
const HALF_LOSS_SCALE = 256

export interface LoweringOptions {
  readonly recorder: Recorder
  readonly layout: ParameterLayout
  readonly storage: StorageType
  /** Images of one micro-batch. */
  readonly batch: number
  /** Micro-batches whose gradients add up to a step's; 0 for evaluation only. */
  readonly microBatches: number
  /** Groups that do not learn in this program. */
  readonly frozen: readonly ParameterGroup[]
  readonly profile: DeviceProfile
  readonly tiles: TileChoices
}

/** What every unit is lowered with. */
export class LoweringContext {
  readonly #options: LoweringOptions
  readonly #parameters: ReadonlyMap<string, FlatParameter>
  readonly #convolutions: ConvTask[] = []

  constructor(options: LoweringOptions) {
    this.#options = options
    this.#parameters = new Map(options.layout.parameters.map((p) => [p.name, p]))
  }

  get storage(): StorageType {
    return this.#options.storage
  }

  get batch(): number {
    return this.#options.batch
  }

  get microBatches(): number {
    return this.#options.microBatches
  }

  get profile(): DeviceProfile {
    return this.#options.profile
  }

  /** False in a program that evaluates with running statistics. */
  get training(): boolean {
    return this.#options.microBatches > 0
  }

  get lossScale(): number {
    return this.storage === 'f16' ? HALF_LOSS_SCALE : 1
  }

  /** Whether parameter gradients are added to those of earlier micro-batches. */
  get accumulate(): boolean {
    return this.#options.microBatches > 1
  }

  /** The tasks of all convolutions recorded so far, in order. */
  get convolutions(): readonly ConvTask[] {
    return this.#convolutions
  }

  /** The tile that computes a task. */
  tile(task: ConvTask): ConvTile {
    return tileFor(task, this.#options.tiles, this.profile)
  }

  /** The kernel of a task. */
  convolution(task: ConvTask): Kernel {
    this.#convolutions.push(task)
    return convKernel(task, this.tile(task), this.profile)
  }

  record: Recorder['record'] = (...dispatch) => this.#options.recorder.record(...dispatch)

  /** A value's shape as kernels take it. */
  batched = (shape: Shape) => ({ batch: this.batch, ...shape })

  /** Records the sum of two values of this shape. */
  sum(a: BufferRef, b: BufferRef, { height, width, channels }: Shape): BufferRef {
    const elements = this.batch * height * width * channels
    return this.record('sum', add({ elements, storage: this.storage }), { a, b }).y
  }

  /** Whether a parameter is trained in this program. */
  learns(name: string): boolean {
    const { spec } = this.#parameter(name)
    return this.training && spec.trainable && !this.#options.frozen.includes(spec.group)
  }

  /** A parameter in single precision. */
  weight(name: string): BufferRef {
    return persistent(this.training ? 'weights' : 'evaluated', 4 * this.#parameter(name).offset)
  }

  /** A parameter in the precision of activations, for convolutions and the head. */
  operand(name: string): BufferRef {
    const { offset } = this.#parameter(name)
    return this.storage === 'f16' ? persistent('weights16', 2 * offset) : this.weight(name)
  }

  gradient(name: string): BufferRef {
    return persistent('gradients', 4 * this.#parameter(name).offset)
  }

  /** A batch norm's running statistics, or in training the buffer for this step's. */
  statistics(name: string): BufferRef {
    const tensor = this.#options.layout.statistics.find((candidate) => candidate.name === name)
    if (tensor === undefined) throw new Error(`There are no running statistics of ${name}.`)
    return persistent(this.training ? 'gradients' : 'evaluated', 4 * tensor.offset)
  }

  #parameter(name: string): FlatParameter {
    const parameter = this.#parameters.get(name)
    if (parameter === undefined) throw new Error(`There is no parameter ${name}.`)
    return parameter
  }
}

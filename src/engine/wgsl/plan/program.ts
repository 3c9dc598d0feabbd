import type { Kernel } from '../codegen/kernel.ts'

/** Buffers that outlive a step; all others are in the plan's memory slots. */
export type PersistentName =
  | 'weights'
  /** The weights that an evaluation uses: `weights` or `average`. */
  | 'evaluated'
  /** The convolutions' and the head's operands in half precision, at `weights`' offsets. */
  | 'weights16'
  | 'gradients'
  | 'velocity'
  | 'average'
  | 'blocks'
  /** The normalised value of every byte, by channel. */
  | 'values'
  | 'low'
  | 'high'
  /** The records to evaluate. */
  | 'selection'
  | 'labels'
  | 'draws'
  /** A training batch made on the CPU: images and their labels, see `packTruth`. */
  | 'made'
  | 'madeTruth'
  | 'scalars'
  | 'metrics'
  | 'logitSums'

/** What a binding of a dispatch is bound to. */
export type BufferRef =
  | { readonly kind: 'tensor'; readonly tensor: number }
  | { readonly kind: 'persistent'; readonly buffer: PersistentName; readonly offset: number }

/** A value that lives from the dispatch that writes it to the last that reads it. */
export interface Tensor {
  readonly name: string
  readonly bytes: number
}

export type Phase = 'forward' | 'loss' | 'backward' | 'update' | 'evaluation'

export interface Dispatch {
  readonly kernel: Kernel
  /** Reference i is bound to the kernel's binding i. */
  readonly refs: readonly BufferRef[]
  readonly phase: Phase
  /** The layer it belongs to, for display. */
  readonly layer: string
}

/** A GPU moves about one byte in the time of this many operations. */
const FLOPS_PER_BYTE = 16

/** Relative cost of a kernel: its FLOP, plus 16 for each byte it may touch. */
export const kernelWeight = ({ flops, bindings }: Kernel): number =>
  bindings.reduce((sum, { bytes }) => sum + FLOPS_PER_BYTE * bytes, flops)

export const persistent = (buffer: PersistentName, offset = 0): BufferRef => ({
  kind: 'persistent',
  buffer,
  offset,
})

/** Records dispatches in order; every output without a buffer becomes a new tensor. */
export class Recorder {
  readonly tensors: Tensor[]
  readonly dispatches: Dispatch[] = []
  phase: Phase = 'forward'

  /** Programs of one plan share `tensors`, so that numbers are unique among them. */
  constructor(tensors: Tensor[]) {
    this.tensors = tensors
  }

  /** Appends a dispatch with buffers by binding name; returns the buffer of every binding. */
  record(
    layer: string,
    kernel: Kernel,
    buffers: Readonly<Record<string, BufferRef | null>>,
  ): Readonly<Record<string, BufferRef>> {
    const unknown = Object.keys(buffers).find(
      (name) => buffers[name] !== null && !kernel.bindings.some((binding) => binding.name === name),
    )
    if (unknown !== undefined) throw new Error(`${kernel.label} has no binding "${unknown}".`)
    const refs = kernel.bindings.map(({ name, access, bytes }): BufferRef => {
      const ref = buffers[name]
      if (ref) return ref
      if (access !== 'readWrite') throw new Error(`${kernel.label} lacks "${name}".`)
      return this.#newTensor(`${layer}.${name}`, bytes)
    })
    this.dispatches.push({ kernel, refs, phase: this.phase, layer })
    return Object.fromEntries(kernel.bindings.map(({ name }, i) => [name, refs[i]]))
  }

  #newTensor(name: string, bytes: number): BufferRef {
    this.tensors.push({ name, bytes: 4 * Math.ceil(bytes / 4) })
    return { kind: 'tensor', tensor: this.tensors.length - 1 }
  }
}

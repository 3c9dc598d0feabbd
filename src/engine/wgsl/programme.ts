import type { Kernel } from './kernel.ts'

/** Buffers that outlive a step; all else lies in the plan's memory slots. */
export type ResidentName =
  | 'weights'
  /** The weights that an evaluation uses: `weights` or `average`. */
  | 'evaluated'
  /** The convolutions' and the head's operands in half precision, at `weights`' offsets. */
  | 'weights16'
  | 'gradients'
  | 'velocity'
  | 'average'
  | 'blocks'
  /** What every byte of an image becomes, by channel. */
  | 'values'
  | 'low'
  | 'high'
  /** The records that an evaluation looks at. */
  | 'selection'
  | 'labels'
  | 'choices'
  /** A training batch that was made outside: its images and what they show. */
  | 'made'
  | 'madeTruth'
  | 'scalars'
  | 'metrics'
  | 'logitSums'

/** What a binding of a dispatch is bound to. */
export type Place =
  | { readonly kind: 'tensor'; readonly tensor: number }
  | { readonly kind: 'resident'; readonly buffer: ResidentName; readonly offset: number }

/** A value that lives from the dispatch that writes it to the last that reads it. */
export interface Tensor {
  readonly name: string
  readonly bytes: number
}

export type Phase = 'forward' | 'loss' | 'backward' | 'update' | 'evaluation'

export interface Dispatch {
  readonly kernel: Kernel
  /** Place i is bound to the kernel's binding i. */
  readonly places: readonly Place[]
  readonly phase: Phase
  /** The layer it belongs to, for people. */
  readonly layer: string
}

/** A GPU moves about one byte in the time of this many operations. */
const FLOPS_PER_BYTE = 16

/** How long a kernel takes compared to others: its FLOP, and 16 for each byte it may touch. */
export const kernelWeight = ({ flops, bindings }: Kernel): number =>
  bindings.reduce((sum, { bytes }) => sum + FLOPS_PER_BYTE * bytes, flops)

export const resident = (buffer: ResidentName, offset = 0): Place => ({
  kind: 'resident',
  buffer,
  offset,
})

/** Records dispatches in order; every output that is not given a place becomes a new tensor. */
export class Recorder {
  readonly tensors: Tensor[]
  readonly dispatches: Dispatch[] = []
  phase: Phase = 'forward'

  /** Programmes of one plan share `tensors`, so that numbers are unique among them. */
  constructor(tensors: Tensor[]) {
    this.tensors = tensors
  }

  /** Appends a dispatch with places given by binding name; returns where all of its bindings are. */
  record(
    layer: string,
    kernel: Kernel,
    given: Readonly<Record<string, Place | null>>,
  ): Readonly<Record<string, Place>> {
    const unknown = Object.keys(given).find(
      (name) => given[name] !== null && !kernel.bindings.some((binding) => binding.name === name),
    )
    if (unknown !== undefined) throw new Error(`${kernel.label} has no binding "${unknown}".`)
    const places = kernel.bindings.map(({ name, access, bytes }): Place => {
      const place = given[name]
      if (place) return place
      if (access !== 'readWrite') throw new Error(`${kernel.label} lacks "${name}".`)
      return this.#newTensor(`${layer}.${name}`, bytes)
    })
    this.dispatches.push({ kernel, places, phase: this.phase, layer })
    return Object.fromEntries(kernel.bindings.map(({ name }, i) => [name, places[i]]))
  }

  #newTensor(name: string, bytes: number): Place {
    this.tensors.push({ name, bytes: 4 * Math.ceil(bytes / 4) })
    return { kind: 'tensor', tensor: this.tensors.length - 1 }
  }
}

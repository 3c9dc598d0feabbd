import type { Dispatch, Tensor } from './program.ts'

/** The dispatches, first and last included, between which a tensor holds its value. */
export interface Lifetime {
  readonly first: number
  readonly last: number
}

export interface SlotAssignment {
  /** Bytes of each slot; every slot is a separate buffer. */
  readonly slots: readonly number[]
  /** The slot of each tensor, by its number. */
  readonly slotOf: readonly number[]
}

/** When each tensor lives, in positions of `dispatches`. Throws for a tensor that is read before it is written. */
export function tensorLifetimes(
  tensors: readonly Tensor[],
  dispatches: readonly Dispatch[],
): Lifetime[] {
  const first: number[] = Array.from({ length: tensors.length }, () => -1)
  const last: number[] = [...first]
  dispatches.forEach(({ kernel, refs }, position) => {
    refs.forEach((ref, i) => {
      if (ref.kind !== 'tensor') return
      const { tensor } = ref
      if (first[tensor] === -1) {
        if (kernel.bindings[i].access !== 'readWrite') {
          throw new Error(`${kernel.label} reads ${tensors[tensor].name} before it is written.`)
        }
        first[tensor] = position
      }
      last[tensor] = position
    })
  })
  return tensors.map((tensor, i) => {
    if (first[i] === -1) throw new Error(`Nothing writes ${tensor.name}.`)
    return { first: first[i], last: last[i] }
  })
}

/** Both ends count: a dispatch never reads and writes one buffer. */
const overlap = (a: Lifetime, b: Lifetime) => a.first <= b.last && b.first <= a.last

/**
 * Gives every tensor a slot that no other tensor uses while it lives: largest tensors first, each into the smallest
 * slot that is free long enough (greedy by size, as in Pisarchyk and Lee, "Efficient memory management for deep
 * neural net inference", 2020). A slot is as large as its first tensor, so none ever grows.
 */
export function assignSlots(
  tensors: readonly Tensor[],
  lifetimes: readonly Lifetime[],
): SlotAssignment {
  const order = tensors
    .map((_, i) => i)
    .sort((a, b) => tensors[b].bytes - tensors[a].bytes || a - b)
  const slots: { readonly bytes: number; readonly taken: Lifetime[] }[] = []
  const slotOf = Array.from({ length: tensors.length }, () => -1)
  for (const tensor of order) {
    const lifetime = lifetimes[tensor]
    let slot = slots.findLastIndex(({ taken }) => !taken.some((other) => overlap(other, lifetime)))
    if (slot === -1) slot = slots.push({ bytes: tensors[tensor].bytes, taken: [] }) - 1
    slots[slot].taken.push(lifetime)
    slotOf[tensor] = slot
  }
  return { slots: slots.map(({ bytes }) => bytes), slotOf }
}

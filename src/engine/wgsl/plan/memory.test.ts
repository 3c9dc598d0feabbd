import { describe, expect, it } from 'vitest'
import { randomWords, wordBelow } from '../../../random/stream.ts'
import type { Kernel, KernelBinding } from '../codegen/kernel.ts'
import { assignSlots, tensorLifetimes, type Lifetime } from './memory.ts'
import type { Dispatch } from './program.ts'

const tensor = (bytes: number) => ({ name: `${bytes} bytes`, bytes })

function dispatch(reads: readonly number[], writes: readonly number[]): Dispatch {
  const binding = (number: number, access: KernelBinding['access']) => ({
    name: `tensor ${number}`,
    access,
    bytes: 4,
  })
  const bindings = [
    ...reads.map((number) => binding(number, 'read')),
    ...writes.map((number) => binding(number, 'readWrite')),
  ]
  const kernel: Kernel = {
    label: 'a kernel',
    code: '',
    bindings,
    workgroups: [1, 1, 1],
    workgroupBytes: 0,
    invocations: 1,
    flops: 0,
  }
  const refs = [...reads, ...writes].map((number) => ({ kind: 'tensor', tensor: number }) as const)
  return { kernel, refs, phase: 'forward', layer: 'a layer' }
}

describe('tensorLifetimes', () => {
  it('lasts from the first write to the last use', () => {
    const tensors = [tensor(4), tensor(4)]
    const dispatches = [dispatch([], [0]), dispatch([0], [1]), dispatch([0], []), dispatch([1], [])]
    expect(tensorLifetimes(tensors, dispatches)).toEqual([
      { first: 0, last: 2 },
      { first: 1, last: 3 },
    ])
  })

  it('rejects tensors that are read before they are written, or never written', () => {
    expect(() => tensorLifetimes([tensor(4)], [dispatch([0], [])])).toThrow('before it is written')
    expect(() => tensorLifetimes([tensor(4)], [dispatch([], [])])).toThrow('Nothing writes')
  })
})

describe('assignSlots', () => {
  const overlap = (a: Lifetime, b: Lifetime) => a.first <= b.last && b.first <= a.last

  it('shares a slot between tensors that live one after the other', () => {
    const lifetimes = [
      { first: 0, last: 1 },
      { first: 1, last: 2 },
      { first: 2, last: 3 },
    ]
    const { slots, slotOf } = assignSlots([tensor(8), tensor(4), tensor(4)], lifetimes)
    expect(slots).toEqual([8, 4])
    expect(slotOf).toEqual([0, 1, 0])
  })

  it('uses the smallest free slot', () => {
    const lifetimes = [
      { first: 0, last: 0 },
      { first: 0, last: 0 },
      { first: 1, last: 1 },
    ]
    expect(assignSlots([tensor(16), tensor(8), tensor(6)], lifetimes).slotOf).toEqual([0, 1, 1])
  })

  it('never lets lifetimes overlap in a slot, nor a tensor exceed it', () => {
    const words = randomWords(1, 'tensors', 0, 600)
    const tensors = Array.from({ length: 200 }, (_, i) => tensor(4 + 4 * wordBelow(words[i], 100)))
    const lifetimes = tensors.map((_, i) => {
      const first = wordBelow(words[200 + i], 100)
      return { first, last: first + wordBelow(words[400 + i], 10) }
    })
    const { slots, slotOf } = assignSlots(tensors, lifetimes)
    for (const [i, { bytes }] of tensors.entries()) {
      expect(bytes).toBeLessThanOrEqual(slots[slotOf[i]])
      for (let j = 0; j < i; j++) {
        if (slotOf[i] === slotOf[j]) expect(overlap(lifetimes[i], lifetimes[j])).toBe(false)
      }
    }
    const atOnce = Array.from({ length: 110 }, (_, at) =>
      tensors.reduce((sum, { bytes }, i) => {
        const alive = lifetimes[i].first <= at && at <= lifetimes[i].last
        return alive ? sum + bytes : sum
      }, 0),
    )
    const total = slots.reduce((sum, bytes) => sum + bytes, 0)
    expect(total).toBeLessThan(1.5 * Math.max(...atOnce))
  })
})

import { describe, expect, it } from 'vitest'
import { randomPermutation, randomUniform, randomWords, wordBelow } from './stream.ts'
import { threefry2x32 } from './threefry.ts'

// Known-answer vectors of Threefry2x32-20, as published with the Random123 library (kat_vectors).
const VECTORS = [
  { key: [0, 0], counter: [0, 0], result: [0x6b200159, 0x99ba4efe] },
  {
    key: [0xffffffff, 0xffffffff],
    counter: [0xffffffff, 0xffffffff],
    result: [0x1cb996fc, 0xbb002be7],
  },
  {
    key: [0x13198a2e, 0x03707344],
    counter: [0x243f6a88, 0x85a308d3],
    result: [0xc4923a9c, 0x483df7a0],
  },
]

describe('threefry2x32', () => {
  it.each(VECTORS)('gives the published result for key $key', ({ key, counter, result }) => {
    const out = new Uint32Array(2)
    threefry2x32(key[0], key[1], counter[0], counter[1], out)
    expect([...out]).toEqual(result)
  })
})

describe('streams', () => {
  it('have the same prefix at any length, and differ by seed, name and index', () => {
    const words = [...randomWords(1, 'order', 0, 8)]
    expect([...randomWords(1, 'order', 0, 5)]).toEqual(words.slice(0, 5))
    for (const other of [
      randomWords(2, 'order', 0, 8),
      randomWords(1, 'crop', 0, 8),
      randomWords(1, 'order', 1, 8),
    ]) {
      expect([...other]).not.toEqual(words)
    }
  })

  it('permute every position once, evenly', () => {
    const order = randomPermutation(7, 'order', 3, 1000)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    const displacement = order.reduce((sum, value, i) => sum + Math.abs(value - i), 0) / 1000
    expect(displacement).toBeGreaterThan(300)
    expect(displacement).toBeLessThan(367)
  })

  it('fill a range evenly', () => {
    const counts = new Uint32Array(9)
    for (const word of randomWords(3, 'crop', 0, 90_000)) counts[wordBelow(word, 9)]++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
    const values = randomUniform(3, 'init', 0, 10_000, 0.5)
    expect(Math.max(...values)).toBeLessThan(0.5)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.5)
    expect(values.reduce((sum, v) => sum + v * v, 0) / 10_000).toBeCloseTo(1 / 12, 2)
  })
})

import { describe, expect, it } from 'vitest'
import { halfBits, halfValue } from './half.ts'

describe('halves', () => {
  it('are themselves after a round trip, all of them', () => {
    for (let bits = 0; bits < 2 ** 16; bits++) {
      const value = halfValue(bits)
      if (Number.isNaN(value)) expect(halfValue(halfBits(value))).toBeNaN()
      else expect(halfBits(value)).toBe(bits)
    }
  })

  it.each([
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [1 + 2 ** -11 + 2 ** -20, 0x3c01],
    [1 - 2 ** -24, 0x3c00],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [-1e9, 0xfc00],
    [2 ** -25, 0],
    [3 * 2 ** -25, 2],
    [2 ** -14 - 2 ** -26, 0x0400],
  ])('%d rounds to nearest, ties to even', (value, bits) => {
    expect(halfBits(value)).toBe(bits)
  })
})

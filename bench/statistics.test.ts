import { describe, expect, it } from 'vitest'
import { median, medianRatio } from './statistics.ts'

describe('median', () => {
  it('takes the middle of an odd number, and between the two of an even one', () => {
    expect(median([9, 1, 4])).toBe(4)
    expect(median([9, 1, 4, 6])).toBe(5)
  })

  it('sorts by size, and leaves its argument as it is', () => {
    const values = [10, 9, 100]
    expect(median(values)).toBe(10)
    expect(values).toEqual([10, 9, 100])
  })

  it('refuses nothing', () => {
    expect(() => median([])).toThrow('Nothing was measured.')
  })
})

describe('medianRatio', () => {
  it('compares in pairs, so that a slow spell of the machine cancels', () => {
    // Medians alone would say 30 / 20.
    expect(medianRatio([30, 300, 30], [10, 100, 20])).toBe(3)
  })

  it('refuses samples that are not in pairs', () => {
    expect(() => medianRatio([1, 2], [1])).toThrow('in pairs')
  })
})

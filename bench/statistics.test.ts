import { describe, expect, it } from 'vitest'
import { median, medianRatio } from './statistics.ts'

describe('median', () => {
  it('is the middle of an odd number of values, and the mean of the middle two of an even number', () => {
    expect(median([9, 1, 4])).toBe(4)
    expect(median([9, 1, 4, 6])).toBe(5)
  })

  it('sorts by value without changing its argument', () => {
    const values = [10, 9, 100]
    expect(median(values)).toBe(10)
    expect(values).toEqual([10, 9, 100])
  })

  it('refuses an empty list', () => {
    expect(() => median([])).toThrow('Nothing was measured.')
  })
})

describe('medianRatio', () => {
  it('compares in pairs, which cancels slow phases of the machine', () => {
    // The ratio of the medians would be 30 / 20.
    expect(medianRatio([30, 300, 30], [10, 100, 20])).toBe(3)
  })

  it('refuses samples that are not in pairs', () => {
    expect(() => medianRatio([1, 2], [1])).toThrow('in pairs')
  })
})

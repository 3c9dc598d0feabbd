import { describe, expect, it } from 'vitest'
import { describeActivations, HISTOGRAM_BINS } from './activations.ts'

describe('describeActivations', () => {
  it('counts each channel in the layer’s own range, padding left out', () => {
    // Two channels and a padded one; the second lies far from 0.
    const values = Float32Array.of(0, 1000, 9e9, 1, 1001, 9e9, 2, 1002, 9e9, 1, 1001, 9e9)
    const { low, high, counts, means, deviations } = describeActivations(values, 2, 3)
    expect([low, high]).toEqual([0, 1002])
    expect([...means]).toEqual([1, 1001])
    expect(deviations[0]).toBeCloseTo(Math.SQRT1_2, 6)
    expect(deviations[1]).toBeCloseTo(Math.SQRT1_2, 6)
    expect(counts[0]).toBe(4)
    expect(counts[2 * HISTOGRAM_BINS - 1]).toBe(4)
    expect(counts.reduce((a, b) => a + b)).toBe(8)
  })

  it('puts the ends of the range in the first and the last bin', () => {
    const { counts } = describeActivations(Float32Array.of(-1, 1, 0), 1, 1)
    expect([counts[0], counts[16], counts[31]]).toEqual([1, 1, 1])
  })

  it('leaves out what is not finite, and knows a constant', () => {
    const odd = describeActivations(Float32Array.of(NaN, Infinity, 5, 5), 1, 1)
    expect(odd).toMatchObject({ low: 5, high: 5 })
    expect([odd.means[0], odd.deviations[0], odd.counts[0]]).toEqual([5, 0, 2])
    const none = describeActivations(Float32Array.of(NaN), 1, 1)
    expect(none).toMatchObject({ low: 0, high: 0 })
    expect(none.counts.every((count) => count === 0)).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { accuracyScale, halvingTop } from './accuracy/accuracy-scale.ts'
import { lossFloor, lossScale } from './loss/loss-scale.ts'

describe('accuracyScale', () => {
  it('gives each halving of the mistakes the same height', () => {
    const { height } = accuracyScale('halving', 0.962)
    const step = height(0.55) - height(0.1)
    expect(height(0.775) - height(0.55)).toBeCloseTo(step, 12)
    expect(height(0.94) - height(0.88)).toBeCloseTo(step, 12)
    expect(height(0.1)).toBe(0)
    expect(height(0.962)).toBeCloseTo(1, 12)
  })

  it('puts what guesses worse than chance on the base line, and certainty within reach', () => {
    const { height } = accuracyScale('halving', 0.962)
    expect(height(0.05)).toBe(0)
    expect(Number.isFinite(height(1))).toBe(true)
  })

  it('has lines inside its plot', () => {
    for (const top of [0.2, 0.6, 0.8, 0.94, 0.97].map(halvingTop)) {
      const { lines, height } = accuracyScale('halving', top)
      expect(lines.length).toBeGreaterThan(0)
      for (const line of lines) expect(height(line)).toBeLessThan(1)
    }
  })

  it('is linear when even', () => {
    const { height } = accuracyScale('even', 0.962)
    expect([0, 0.1, 0.5, 1].map(height)).toEqual([0, 0.1, 0.5, 1])
  })
})

describe('halvingTop', () => {
  it('leaves room above the best point', () => {
    expect([0, 0.44, 0.46, 0.7, 0.75, 0.94, 0.96].map(halvingTop)).toEqual([
      0.5, 0.5, 0.75, 0.75, 0.9, 0.962, 0.985,
    ])
  })
})

describe('lossScale', () => {
  it('is logarithmic between its ends', () => {
    const { height, low, high } = lossScale(0.4)
    expect([height(low), height(high)]).toEqual([0, 1])
    expect(height(Math.sqrt(low * high))).toBeCloseTo(0.5, 12)
  })

  it('reaches down to the lowest loss, with lines above that', () => {
    for (const lowest of [2, 0.41, 0.3, 0.05, 0.012, 0.003]) {
      const low = lossFloor(lowest, Infinity)
      const { lines } = lossScale(low)
      expect(lines.length).toBeGreaterThan(0)
      expect(low).toBeLessThanOrEqual(lowest)
      expect(lines.every((line) => line > low)).toBe(true)
    }
    expect(lossFloor(Infinity, Infinity)).toBe(1.6)
    expect(lossFloor(2, 0.5)).toBe(0.4)
  })
})

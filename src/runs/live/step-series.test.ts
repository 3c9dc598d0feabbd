import { describe, expect, it } from 'vitest'
import { emptySeries, extendSeries } from './step-series.ts'

const step = (number: number, loss = number) => ({ step: number, loss, accuracy: 0.5, rate: 0.1 })
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => step(from + i))

describe('extendSeries', () => {
  it('keeps every step of a short run', () => {
    const { points } = extendSeries(emptySeries(60), range(0, 60))
    expect(points.map(({ loss }) => loss)).toEqual(range(0, 60).map(({ loss }) => loss))
  })

  it('stays within 400 points, each the mean of its steps', () => {
    const { points, stepsPerPoint } = extendSeries(emptySeries(2328), range(0, 2328))
    expect(stepsPerPoint).toBe(6)
    expect(points).toHaveLength(388)
    expect(points[0]).toEqual({ step: 2.5, loss: 2.5, accuracy: 0.5, count: 6 })
    expect(points.at(-1)?.loss).toBeCloseTo(2324.5, 9)
  })

  it('gives the same series however the steps arrive', () => {
    const whole = extendSeries(emptySeries(2328), range(0, 500))
    const parts = [range(0, 1), range(1, 8), range(8, 8), range(8, 500)]
    const inParts = parts.reduce(extendSeries, emptySeries(2328))
    expect(inParts).toEqual(whole)
  })

  it('leaves out NaN', () => {
    const { points } = extendSeries(emptySeries(10), [step(0), step(1, Number.NaN), step(2)])
    expect(points.map((point) => point.step)).toEqual([0, 2])
  })
})

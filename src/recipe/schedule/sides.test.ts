import { describe, expect, it } from 'vitest'
import { sideAt, smallerSides, stepsBySide } from './sides.ts'

const GROWING = [
  { fromEpoch: 0, side: 24 },
  { fromEpoch: 3, side: 28 },
  { fromEpoch: 6, side: 32 },
]

describe('sideAt', () => {
  it('changes at the first step of the epoch that says so', () => {
    const at = (step: number) => sideAt(GROWING, { stepsPerEpoch: 32 }, step)
    expect([0, 95, 96, 191, 192, 283].map(at)).toEqual([24, 24, 28, 28, 32, 32])
  })

  it('is the whole image before the first entry and without any', () => {
    const late = [{ fromEpoch: 1, side: 28 }]
    expect([9, 10].map((step) => sideAt(late, { stepsPerEpoch: 10 }, step))).toEqual([32, 28])
    expect(sideAt([], { stepsPerEpoch: 10 }, 0)).toBe(32)
  })

  it('accepts fractions of epochs despite rounding', () => {
    const at = (step: number) =>
      sideAt([{ fromEpoch: 1.1, side: 28 }], { stepsPerEpoch: 100 }, step)
    expect([109, 110].map(at)).toEqual([32, 28])
  })
})

it('names the sides below the full one once', () => {
  const again = [...GROWING, { fromEpoch: 7, side: 24 }]
  expect(smallerSides(again)).toEqual([24, 28])
  expect(smallerSides([])).toEqual([])
})

describe('stepsBySide', () => {
  const run = { stepsPerEpoch: 32, steps: 284, epochs: 8.875 }

  it('counts the steps that sideAt has at each side', () => {
    expect(stepsBySide(GROWING, run)).toEqual([
      { side: 24, steps: 96 },
      { side: 28, steps: 96 },
      { side: 32, steps: 92 },
    ])
    const late = [{ fromEpoch: 1.01, side: 28 }]
    const counted = Array.from({ length: 284 }, (_, step) => sideAt(late, run, step))
    expect(stepsBySide(late, run)).toEqual([
      { side: 32, steps: counted.filter((side) => side === 32).length },
      { side: 28, steps: counted.filter((side) => side === 28).length },
    ])
  })

  it('leaves out what a short run never reaches', () => {
    expect(stepsBySide(GROWING, { ...run, steps: 100 })).toEqual([
      { side: 24, steps: 96 },
      { side: 28, steps: 4 },
    ])
    expect(stepsBySide([], run)).toEqual([{ side: 32, steps: 284 }])
  })
})

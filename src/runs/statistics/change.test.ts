import { describe, expect, it } from 'vitest'
import { changeBetween, leastClear } from './change.ts'
import { expectedSpread, spreadOfSeeds } from './seed-spread.ts'
import { summarise } from './samples.ts'

const run = (accuracy: number, testImages: number, seconds = 10) => ({
  accuracy,
  seconds,
  spread: expectedSpread(accuracy, testImages),
})

describe('changeBetween', () => {
  it('subtracts the earlier run from the current one', () => {
    const change = changeBetween(run(0.649, 1000, 22), run(0.514, 1000, 20))
    expect(change.difference).toBeCloseTo(-0.135, 10)
    expect(change.seconds).toBe(-2)
    expect(change.certainty).toBe('far')
  })

  it('calls the same difference chance on few test images, and more on many', () => {
    expect(changeBetween(run(0.64, 1000), run(0.6, 1000)).certainty).toBe('chance')
    expect(changeBetween(run(0.64, 1000), run(0.56, 1000)).certainty).toBe('clear')
    expect(changeBetween(run(0.64, 10_000), run(0.6, 10_000)).certainty).not.toBe('chance')
    expect(changeBetween(run(0.941, 10_000), run(0.939, 10_000)).certainty).toBe('chance')
    expect(changeBetween(run(0.941, 10_000), run(0.929, 10_000)).certainty).toBe('clear')
  })

  it('calls no difference chance, even between runs that cannot spread', () => {
    expect(changeBetween(run(1, 1000), run(1, 1000)).certainty).toBe('chance')
  })
})

describe('leastClear', () => {
  it('is the difference from which on a change is more than chance', () => {
    const least = leastClear(expectedSpread(0.5, 1000))
    const of = (difference: number) =>
      changeBetween(run(0.5, 1000), { ...run(0.5, 1000), accuracy: 0.5 + difference }).certainty
    expect(of(1.01 * least)).toBe('clear')
    expect(of(0.99 * least)).toBe('chance')
  })
})

describe('spreadOfSeeds', () => {
  it('is what seeds showed from three on, never much less than expected', () => {
    const expected = expectedSpread(0.6, 1000)
    expect(spreadOfSeeds(summarise([0.5, 0.7]), 1000)).toBe(expected)
    expect(spreadOfSeeds(summarise([0.5, 0.6, 0.7]), 1000)).toBeCloseTo(0.1, 10)
    expect(spreadOfSeeds(summarise([0.6, 0.6, 0.6]), 1000)).toBe(expected / 2)
  })
})

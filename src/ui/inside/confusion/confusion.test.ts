import { describe, expect, it } from 'vitest'
import { mistakesIn, worstPair } from './confusion.ts'

/** Counts with 90 right of each class, and these confusions. */
function counts(...confusions: readonly (readonly [truth: number, answer: number, n: number])[]) {
  const all = Array.from({ length: 100 }, (_, i): number => (i % 11 === 0 ? 90 : 0))
  for (const [truth, answer, n] of confusions) all[10 * truth + answer] = n
  return all
}

describe('a confusion matrix', () => {
  it('counts what lies off its diagonal', () => {
    expect(mistakesIn(counts())).toBe(0)
    expect(mistakesIn(counts([3, 5, 4], [0, 9, 2]))).toBe(6)
  })

  it('adds both ways of taking two classes for each other', () => {
    const worst = worstPair(counts([3, 5, 4], [5, 3, 4], [0, 9, 7]))
    expect(worst).toEqual({ a: 3, b: 5, mistakes: 8 })
  })
})

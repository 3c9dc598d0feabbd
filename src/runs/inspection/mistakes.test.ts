import { describe, expect, it } from 'vitest'
import {
  compareMistakes,
  imagesPredictedAs,
  narrowlyRight,
  mostConfidentMistakes,
} from './mistakes.ts'
import { predictionsOf } from '../testing/records.ts'

const NAMED = predictionsOf(
  [3, 3, 5, 3, 0, 1],
  [3, 5, 3, 5, 0, 9],
  [0.9, 0.6, 0.8, 0.7, 0.4, Number.NaN],
)

describe('the mistakes of a run', () => {
  it('come most confident first, NaN last', () => {
    expect(mostConfidentMistakes(NAMED)).toEqual([2, 3, 1, 5])
  })

  it('leave correct predictions, the least confident first', () => {
    expect(narrowlyRight(NAMED)).toEqual([4, 0])
  })

  it('are counted by class', () => {
    expect(imagesPredictedAs(NAMED, 3, 5)).toEqual([3, 1])
    expect(imagesPredictedAs(NAMED, 3, 3)).toEqual([0])
    expect(imagesPredictedAs(NAMED, 7, 8)).toEqual([])
  })
})

describe('compareMistakes', () => {
  const other = predictionsOf(
    [3, 3, 5, 3, 0, 1],
    [5, 3, 3, 3, 0, 1],
    [0.9, 0.6, 0.8, 0.7, 0.4, 0.5],
  )

  it('parts what one gets wrong from what both do', () => {
    const { onlyFirst, onlySecond, both } = compareMistakes(NAMED, other) ?? {}
    expect({ onlyFirst, onlySecond, both }).toEqual({
      onlyFirst: [3, 1, 5],
      onlySecond: [0],
      both: 1,
    })
  })

  it('rejects runs on other images', () => {
    expect(compareMistakes(NAMED, predictionsOf([3], [3]))).toBeNull()
    expect(compareMistakes(NAMED, { ...other, labels: Uint8Array.of(3, 3, 5, 3, 1, 0) })).toBeNull()
  })
})

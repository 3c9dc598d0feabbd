import { describe, expect, it } from 'vitest'
import { compareMistakes, imagesNamed, narrowlyRight, surestMistakes } from './mistakes.ts'
import { namedImages } from './test-records.ts'

const NAMED = namedImages(
  [3, 3, 5, 3, 0, 1],
  [3, 5, 3, 5, 0, 9],
  [0.9, 0.6, 0.8, 0.7, 0.4, Number.NaN],
)

describe('the mistakes of a run', () => {
  it('come surest first, what is no number last', () => {
    expect(surestMistakes(NAMED)).toEqual([2, 3, 1, 5])
  })

  it('leave what is right, the least sure first', () => {
    expect(narrowlyRight(NAMED)).toEqual([4, 0])
  })

  it('are told by class', () => {
    expect(imagesNamed(NAMED, 3, 5)).toEqual([3, 1])
    expect(imagesNamed(NAMED, 3, 3)).toEqual([0])
    expect(imagesNamed(NAMED, 7, 8)).toEqual([])
  })
})

describe('compareMistakes', () => {
  const other = namedImages([3, 3, 5, 3, 0, 1], [5, 3, 3, 3, 0, 1], [0.9, 0.6, 0.8, 0.7, 0.4, 0.5])

  it('parts what one gets wrong from what both do', () => {
    const { onlyFirst, onlySecond, both } = compareMistakes(NAMED, other) ?? {}
    expect({ onlyFirst, onlySecond, both }).toEqual({
      onlyFirst: [3, 1, 5],
      onlySecond: [0],
      both: 1,
    })
  })

  it('refuses runs of other images', () => {
    expect(compareMistakes(NAMED, namedImages([3], [3]))).toBeNull()
    expect(compareMistakes(NAMED, { ...other, labels: Uint8Array.of(3, 3, 5, 3, 1, 0) })).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { CARD } from './texts.ts'

describe('CARD.where', () => {
  const { record } = syntheticRecord({ record: { seed: 3, browser: null } })
  const where = (seeds: number, seedsInCode: number) =>
    CARD.where(record, seeds, seedsInCode).replaceAll('\u00a0', ' ')

  it('says which run it is, or of how many the mean', () => {
    expect(where(1, 1)).toMatch(/, seed 3$/)
    expect(where(5, 0)).toMatch(/, mean of 5 seeds$/)
    expect(where(5, 5)).toMatch(/, mean of 5 seeds$/)
    expect(where(5, 1)).toMatch(/, mean of 5 seeds, code: seed 3$/)
  })
})

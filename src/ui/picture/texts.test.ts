import { describe, expect, it } from 'vitest'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { CARD } from './texts.ts'

describe('CARD.where', () => {
  const { record } = syntheticRecord({ record: { seed: 3, browser: null } })
  const where = (seeds: number, hasCode: boolean) =>
    CARD.where(record, seeds, hasCode).replaceAll('\u00a0', ' ')

  it('says which run it is, or of how many the mean', () => {
    expect(where(1, true)).toMatch(/, seed 3$/)
    expect(where(5, false)).toMatch(/, mean of 5 seeds$/)
    expect(where(5, true)).toMatch(/, mean of 5 seeds, code: seed 3$/)
  })
})

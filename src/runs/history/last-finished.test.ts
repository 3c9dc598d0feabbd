import { expect, it } from 'vitest'
import * as v from 'valibot'
import { presetChoice } from '../../recipe/choice.ts'
import { EarlierRunSchema } from '../../trainer/comparison.ts'
import type { RunRecord } from '../record/record.ts'
import { syntheticRecord } from '../testing/records.ts'
import { newEntry } from './entry.ts'
import { lastFinished } from './last-finished.ts'

const START = Date.UTC(2026, 3, 2, 12)
const HOUR = 3_600_000
const entry = (seed: number, record: Partial<RunRecord> = {}, origin: 'here' | 'link' = 'here') =>
  newEntry(syntheticRecord({ record: { seed, startedAt: START, ...record } }), origin)

it('is the newest finished run of this browser, with its curve', () => {
  const entries = [
    entry(4, {}, 'link'),
    entry(3, { ending: { kind: 'stopped' } }),
    entry(2, { plainTestLoss: true }),
    entry(1),
  ]
  const last = lastFinished(entries, START + HOUR)
  expect(v.is(EarlierRunSchema, last)).toBe(true)
  expect(last).toMatchObject({ seed: 2, dataset: 'full', accuracy: 0.941 })
  expect(last?.tests.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(last?.tests.every(({ testLoss }) => testLoss !== null)).toBe(true)
})

it('leaves out test losses that include label smoothing', () => {
  const smoothed = { choice: presetChoice('page-10') }
  const { record, steps } = syntheticRecord({ ...smoothed, record: { startedAt: START } })
  const last = lastFinished([newEntry({ record, steps }, 'here')], START)
  expect(record.recipe.labelSmoothing).toBeGreaterThan(0)
  expect(last?.tests.every(({ testLoss }) => testLoss === null)).toBe(true)
})

it('is none after a day', () => {
  expect(lastFinished([entry(1)], START + 23 * HOUR)).not.toBeNull()
  expect(lastFinished([entry(1)], START + 25 * HOUR)).toBeNull()
  expect(lastFinished([], START)).toBeNull()
})

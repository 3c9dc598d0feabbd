import { expect, it } from 'vitest'
import { presetChoice, resolveRecipe } from '../../recipe/choice.ts'
import type { RunRecord } from '../record/record.ts'
import { syntheticRecord } from '../testing/records.ts'
import { repetitionOf } from './repetition.ts'

const recordOf = (accuracy: number, record: Partial<RunRecord> = {}): RunRecord =>
  syntheticRecord({ epochs: 10, accuracy, record }).record

const shared = { record: recordOf(0.941, { trainSeconds: 80 }), recipeChanged: false }

it('finds the same result, and the difference in time', () => {
  const repetition = repetitionOf(recordOf(0.941, { trainSeconds: 71.3 }), shared)
  expect(repetition).toMatchObject({ sameWork: true, images: 0, difference: 0 })
  expect(repetition?.seconds).toBeCloseTo(-8.7)
})

it('counts the images that the result is off', () => {
  const repetition = repetitionOf(recordOf(0.9398), shared)
  expect(repetition).toMatchObject({ sameWork: true, images: -12, difference: -0.0012 })
  expect(repetition?.spread).toBeCloseTo(0.0015 * Math.SQRT2)
})

it.each<[string, Partial<RunRecord>]>([
  ['seed', { seed: 2 }],
  ['recipe', { recipe: resolveRecipe(presetChoice('quick')) }],
  ['learning rate', { rateChanges: [{ step: 3, factor: 0.5 }] }],
])('distinguishes a run with another %s', (_, record) => {
  const own = { ...recordOf(0.941), ...record }
  expect(repetitionOf(own, shared)?.sameWork).toBe(false)
})

it('does not count a run as a repetition if its recipe’s name has changed its meaning', () => {
  const changed = { ...shared, recipeChanged: true }
  expect(repetitionOf(recordOf(0.941), changed)?.sameWork).toBe(false)
})

it('accepts a run by PyTorch as shared', () => {
  const byPyTorch = { ...shared, record: { ...shared.record, engine: 'pytorch' as const } }
  expect(repetitionOf(recordOf(0.941), byPyTorch)?.sameWork).toBe(true)
})

it.each<[string, Partial<RunRecord>]>([
  ['an unfinished run', { ending: { kind: 'stopped' } }],
  ['the sample', { dataset: 'sample' }],
  ['fewer test images', { testImages: 1000 }],
])('compares with no result of %s', (_, record) => {
  expect(repetitionOf({ ...recordOf(0.941), ...record }, shared)).toBeNull()
})

it('compares no results on different images if both sets are known', () => {
  const known = (imagesFingerprint: string) => recordOf(0.941, { imagesFingerprint })
  const on = { ...shared, record: known('0123456789abcdef') }
  expect(repetitionOf(known('fedcba9876543210'), on)).toBeNull()
  expect(repetitionOf(recordOf(0.941), on)).not.toBeNull()
})

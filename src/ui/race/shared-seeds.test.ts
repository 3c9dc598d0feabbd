import { expect, it } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import { newEntry } from '../../runs/history/entry.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { sharedSeeds } from './shared-seeds.ts'

const shared = (seed: number, accuracy: number, preset: 'page-10' | 'page-79' = 'page-10') =>
  newEntry(
    syntheticRecord({
      accuracy,
      choice: presetChoice(preset),
      record: { seed, trainSeconds: 70 + seed },
    }),
    'link',
  )

it('sums up the seeds that were shared together', () => {
  const group = sharedSeeds([shared(3, 0.942), shared(1, 0.94), shared(2, 0.941)])
  expect(group?.seeds).toEqual([1, 2, 3])
  expect(group?.accuracy.mean).toBeCloseTo(0.941, 6)
  expect(group?.accuracy.deviation).toBeCloseTo(0.001, 6)
  expect(group?.seconds.mean).toBeCloseTo(72, 6)
})

it('leaves out runs of other recipes', () => {
  const entries = [shared(3, 0.942), shared(1, 0.94), shared(2, 0.93, 'page-79')]
  expect(sharedSeeds(entries)?.seeds).toEqual([1, 3])
})

it('returns nothing for a single shared run', () => {
  expect(sharedSeeds([])).toBeNull()
  expect(sharedSeeds([shared(3, 0.942)])).toBeNull()
  expect(sharedSeeds([shared(3, 0.942), shared(2, 0.93, 'page-79')])).toBeNull()
})

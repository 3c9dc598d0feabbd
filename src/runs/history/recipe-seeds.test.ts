import { describe, expect, it } from 'vitest'
import { presetChoice, withToggle } from '../../recipe/choice.ts'
import { syntheticRecord } from '../testing/records.ts'
import type { RunRecord } from '../record/record.ts'
import { newEntry } from './entry.ts'
import { recipeSeeds } from './recipe-seeds.ts'

const QUICK = presetChoice('quick')
const SAMPLE = { dataset: 'sample', engine: 'wgsl' } as const
const request = { choice: QUICK, seed: 1, ...SAMPLE }

const entry = (seed: number, accuracy: number, record: Partial<RunRecord> = {}, choice = QUICK) =>
  newEntry(syntheticRecord({ choice, accuracy, record: { seed, ...SAMPLE, ...record } }), 'here')

describe('recipeSeeds', () => {
  it('has each seed of the recipe once, the newest first', () => {
    const sample = recipeSeeds(request, [entry(1, 0.6), entry(2, 0.62), entry(1, 0.5)])
    expect(sample).toMatchObject({ count: 2, mean: 0.61 })
  })

  it('leaves out other recipes, images and runs that did not end', () => {
    const others = [
      entry(2, 0.6, {}, withToggle(QUICK, 'batchNorm', false)),
      entry(3, 0.6, { dataset: 'full' }),
      entry(4, 0.6, { ending: { kind: 'stopped' } }),
      entry(5, 0.6, { rateChanges: [{ step: 1, factor: 0.5 }] }),
      { ...entry(6, 0.6), origin: 'link' as const },
    ]
    expect(recipeSeeds(request, others)).toBeNull()
  })
})

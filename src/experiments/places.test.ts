import { describe, expect, it } from 'vitest'
import { presetChoice, resolveRecipe } from '../recipe/choice.ts'
import { newEntry } from '../runs/history/entry.ts'
import { syntheticRecord } from '../runs/test-records.ts'
import { armsOf } from './experiment.ts'
import { hasPlaces, STAGES, type Places, placesTable } from './places.ts'
import { resultsOf } from './results.ts'

const base = presetChoice('page-79')
const COMMON = { id: 'x', createdAt: 0, seeds: [1], dataset: 'full', engine: 'wgsl', base } as const
const plan = (of: Places['of']): Places => ({ ...COMMON, seeds: [1], kind: 'places', of })

describe('a search over places', () => {
  it('tries every subset of the stages, and changes nothing else', () => {
    const { network, ...others } = resolveRecipe(base)
    const recipes = armsOf(plan('extras')).map(resolveRecipe)
    expect(recipes).toEqual(
      STAGES.map((extras) => ({ ...others, network: { ...network, extras } })),
    )
    expect(new Set(STAGES.map(String)).size).toBe(8)
  })

  it('counts runs of the recipe as it is', () => {
    const run = newEntry(syntheticRecord({ choice: base, accuracy: 0.94 }), 'here')
    expect(resultsOf(plan('residuals'), [run])).toMatchObject({ done: 1, all: 8 })
  })

  it('puts the most accurate first and what is to come last', () => {
    const arms = armsOf(plan('residuals'))
    const entries = [0.92, 0.93, 0.91].map((accuracy, i) =>
      newEntry(syntheticRecord({ choice: arms[i], accuracy }), 'here'),
    )
    const rows = placesTable(resultsOf(plan('residuals'), entries))
    expect(rows.slice(0, 4).map(({ stages }) => stages)).toEqual([[1], [], [2], [3]])
    expect(rows[3].summary).toBeNull()
  })

  it('is for networks that have such stages', () => {
    expect(hasPlaces(base, 'residuals') && hasPlaces(base, 'extras')).toBe(true)
    expect(hasPlaces(presetChoice('airbench94'), 'residuals')).toBe(true)
    expect(hasPlaces(presetChoice('airbench94'), 'extras')).toBe(false)
    expect(hasPlaces(presetChoice('page-bkj'), 'residuals')).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { presetChoice, resolveRecipe } from '../../recipe/choice.ts'
import { newEntry } from '../../runs/history/entry.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { armsOf } from '../experiment.ts'
import { hasStages, STAGES, type StagesExperiment, stagesTable } from './stages.ts'
import { resultsOf } from '../results.ts'

const base = presetChoice('page-79')
const COMMON = { id: 'x', createdAt: 0, seeds: [1], dataset: 'full', engine: 'wgsl', base } as const
const spec = (of: StagesExperiment['of']): StagesExperiment => ({
  ...COMMON,
  seeds: [1],
  kind: 'places',
  of,
})

describe('a search over stages', () => {
  it('tries every subset of the stages, and changes nothing else', () => {
    const { network, ...others } = resolveRecipe(base)
    const recipes = armsOf(spec('extras')).map(resolveRecipe)
    expect(recipes).toEqual(
      STAGES.map((extras) => ({ ...others, network: { ...network, extras } })),
    )
    expect(new Set(STAGES.map(String)).size).toBe(8)
  })

  it('counts runs of the unchanged recipe', () => {
    const run = newEntry(syntheticRecord({ choice: base, accuracy: 0.94 }), 'here')
    expect(resultsOf(spec('residuals'), [run])).toMatchObject({ done: 1, all: 8 })
  })

  it('puts the most accurate first and what is to come last', () => {
    const arms = armsOf(spec('residuals'))
    const entries = [0.92, 0.93, 0.91].map((accuracy, i) =>
      newEntry(syntheticRecord({ choice: arms[i], accuracy }), 'here'),
    )
    const rows = stagesTable(resultsOf(spec('residuals'), entries))
    expect(rows.slice(0, 4).map(({ stages }) => stages)).toEqual([[1], [], [2], [3]])
    expect(rows[3].summary).toBeNull()
  })

  it('is for networks that have such stages', () => {
    expect(hasStages(base, 'residuals') && hasStages(base, 'extras')).toBe(true)
    expect(hasStages(presetChoice('airbench94'), 'residuals')).toBe(true)
    expect(hasStages(presetChoice('airbench94'), 'extras')).toBe(false)
    expect(hasStages(presetChoice('page-bkj'), 'residuals')).toBe(false)
  })
})

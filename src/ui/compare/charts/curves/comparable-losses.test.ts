import { expect, it } from 'vitest'
import { presetChoice } from '../../../../recipe/choice.ts'
import { newEntry } from '../../../../runs/history/entry.ts'
import { rowsOf } from '../../../../runs/history/rows.ts'
import type { RunRecord } from '../../../../runs/record/record.ts'
import { syntheticRecord } from '../../../../runs/testing/records.ts'
import { comparableLosses } from './comparable-losses.ts'
import { curvesOf } from './curves.ts'

function entryOf(seed: number, labelSmoothing: number, change: Partial<RunRecord> = {}) {
  const choice = presetChoice('page-10')
  const run = syntheticRecord({ choice, record: { seed, ...change } })
  const recipe = { ...run.record.recipe, labelSmoothing }
  return newEntry({ ...run, record: { ...run.record, recipe } }, 'here')
}

const curves = curvesOf(
  rowsOf([entryOf(1, 0.2, { plainTestLoss: true }), entryOf(2, 0), entryOf(3, 0.2)], false),
  ({ entries: [{ record }] }) => `seed ${record.seed}`,
)

const namesOf = (lossOf: 'test' | 'train') => {
  const { smoothing, drawn, others } = comparableLosses(curves, lossOf)
  return { smoothing, drawn: drawn.map(({ name }) => name), others: others.map(({ name }) => name) }
}

it('draws plain cross-entropy of the test images of runs with and without label smoothing', () => {
  expect(namesOf('test')).toEqual({
    smoothing: 0,
    drawn: ['seed 1', 'seed 2'],
    // From before test losses were plain.
    others: ['seed 3'],
  })
})

it('draws no training losses over each other that include different label smoothing', () => {
  expect(namesOf('train')).toEqual({
    smoothing: 0,
    drawn: ['seed 2'],
    others: ['seed 1', 'seed 3'],
  })
})

it('draws what includes the same label smoothing, and says which', () => {
  const { smoothing, drawn, others } = comparableLosses([curves[0], curves[2]], 'train')
  expect({ smoothing, drawn: drawn.length, others }).toEqual({
    smoothing: 0.2,
    drawn: 2,
    others: [],
  })
})

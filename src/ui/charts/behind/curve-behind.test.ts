import { expect, it } from 'vitest'
import { syntheticRecord } from '../../../runs/testing/records.ts'
import { curveOf, withComparableLosses } from './curve-behind.ts'

const { record } = syntheticRecord({ epochs: 2 })
const curve = curveOf(
  { ...record, recipe: { ...record.recipe, labelSmoothing: 0.2 } },
  { name: 'raced', words: '' },
)

it.each([
  [null, true, true],
  [0.2, false, true],
  [0, false, false],
])(
  'beside a run that trains with label smoothing %s, draws test loss: %s, training loss: %s',
  (own, test, train) => {
    if (curve === null) throw new Error('The record has tests.')
    const { points } = withComparableLosses(curve, own)
    expect(points.map(({ testLoss }) => testLoss !== null)).toEqual([test, test])
    expect(points.map(({ trainLoss }) => trainLoss !== null)).toEqual([train, train])
  },
)

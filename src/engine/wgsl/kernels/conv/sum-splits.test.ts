import { expect, it } from 'vitest'
import { sumSplits } from './sum-splits.ts'

it('folds dispatches with more workgroups than one dimension allows', () => {
  const elements = 4 * 256 * 70_000
  const { workgroups } = sumSplits({ elements, splits: 2, scale: 1, accumulate: false })
  expect(Math.max(...workgroups)).toBeLessThanOrEqual(65_535)
  expect(workgroups[0] * workgroups[1]).toBeGreaterThanOrEqual(70_000)
})

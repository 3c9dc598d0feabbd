import { expect, it } from 'vitest'
import { rateFactorAt } from './rate-changes.ts'

it('is the last change’s factor from its step on', () => {
  const changes = [
    { step: 10, factor: 0.5 },
    { step: 20, factor: 2 },
  ]
  expect([0, 9, 10, 19, 20, 99].map((step) => rateFactorAt(changes, step))).toEqual([
    1, 1, 0.5, 0.5, 2, 2,
  ])
})

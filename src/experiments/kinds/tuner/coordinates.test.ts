import type { DatasetName } from '../../../data/datasets.ts'
import { describe, expect, it } from 'vitest'
import { presetChoice, resolveRecipe } from '../../../recipe/choice.ts'
import { peakRate } from '../varied.ts'
import { choiceAt, isTunable, type TrialPoint, START } from './coordinates.ts'

const BASE = presetChoice('page-13')

function at(part: Partial<TrialPoint>) {
  const choice = choiceAt(BASE, { ...START, ...part }, 'full')
  if (choice === null) throw new Error('Out of bounds.')
  const recipe = resolveRecipe(choice)
  const { momentum, weightDecay } = recipe.optimiser
  return { rate: peakRate(recipe), momentum, decay: weightDecay, batch: recipe.batchSize, recipe }
}

const start = at({})

describe('the coordinates of a search', () => {
  it('begin at the recipe itself', () => {
    expect(choiceAt(BASE, START, 'full')).toEqual(BASE)
    expect(start).toMatchObject({ rate: 1, momentum: 0.9, decay: 5e-4, batch: 512 })
  })

  it('keep rate over batch size', () => {
    for (const batchSize of [-1, 0.5, 1]) {
      const there = at({ batchSize })
      expect(there.batch).not.toBe(512)
      expect(there.batch % 32).toBe(0)
      expect(there.rate / there.batch).toBeCloseTo(start.rate / start.batch, 8)
      expect(there.decay).toBe(start.decay)
    }
  })

  it('keep rate over 1 - momentum', () => {
    for (const momentum of [-1, 0.5, 1]) {
      const there = at({ momentum })
      expect(Math.sign(there.momentum - 0.9)).toBe(Math.sign(momentum))
      expect(there.rate / (1 - there.momentum)).toBeCloseTo(10, 3)
    }
  })

  it('keep rate times decay, but along decay', () => {
    const faster = at({ rate: 1 })
    expect(faster.rate).toBe(2)
    expect(faster.rate * faster.decay).toBeCloseTo(start.rate * start.decay, 10)
    expect(at({ decay: 1 })).toMatchObject({ rate: 1, decay: 1e-3 })
  })

  it('also fix the rate per image if the schedule is for a mean loss', () => {
    const mean = { ...BASE, overrides: { 'schedule.scaling': 'mean' } }
    const choice = choiceAt(mean, { ...START, batchSize: 1 }, 'full')
    expect(choice && peakRate(resolveRecipe(choice))).toBeCloseTo(2, 8)
  })

  it('end where the recipe would be invalid', () => {
    const there = (part: Partial<TrialPoint>, dataset: DatasetName = 'full') =>
      choiceAt(BASE, { ...START, ...part }, dataset)
    expect(there({ momentum: -4 })).toBeNull()
    expect(there({ momentum: 5 })).toBeNull()
    expect(there({ batchSize: -5 })).toBeNull()
    expect(there({ batchSize: 1 })).not.toBeNull()
    expect(there({ batchSize: 1 }, 'sample')).toBeNull()
  })

  it('are those of SGD', () => {
    expect(isTunable(BASE)).toBe(true)
    expect(isTunable(presetChoice('airbench94-muon'))).toBe(false)
  })
})

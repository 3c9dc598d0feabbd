import { describe, expect, it } from 'vitest'
import { presetNamed } from './presets.ts'
import type { Recipe } from './recipe.ts'
import { interpolateKnots, learningRate, runLength, scheduledValue } from './schedule.ts'

const TRAIN_IMAGES = 50_000

const recipeOf = (name: string): Recipe => presetNamed(name).recipe
const rateOf = (recipe: Recipe, step: number) =>
  learningRate(recipe, runLength(recipe, TRAIN_IMAGES), step)

describe('interpolateKnots', () => {
  const knots = [
    [1, 10],
    [3, 20],
    [3, 40],
    [5, 0],
  ] as const

  it('is linear between knots and constant beyond them', () => {
    const values = [0, 1, 2, 3, 4, 5, 6].map((x) => interpolateKnots(knots, x))
    expect(values).toEqual([10, 10, 15, 20, 20, 0, 0])
  })
})

describe('runLength', () => {
  it.each([
    { name: 'page-79', stepsPerEpoch: 97, steps: 2328 },
    { name: 'page-10', stepsPerEpoch: 97, steps: 970 },
    { name: 'airbench94', stepsPerEpoch: 48, steps: 476 },
    { name: 'airbench94-muon', stepsPerEpoch: 25, steps: 200 },
  ])('gives $name $steps steps', ({ name, ...expected }) => {
    expect(runLength(recipeOf(name), TRAIN_IMAGES)).toMatchObject(expected)
  })

  it('gives Page’s 13 epochs 1261 steps', () => {
    const length = { unit: 'epochs', count: 13 } as const
    expect(runLength({ ...recipeOf('page-10'), length }, TRAIN_IMAGES).steps).toBe(1261)
  })

  it('takes a count of steps as it is', () => {
    const run = runLength(recipeOf('tiny'), 1000)
    expect(run).toEqual({ stepsPerEpoch: 31, steps: 60, epochs: 60 / 31 })
  })

  it('adds no step for a product that is whole but for rounding', () => {
    const length = { unit: 'epochs', count: 1.1 } as const
    expect(runLength({ batchSize: 10, length }, 1000).steps).toBe(110)
  })

  it('refuses fewer images than a batch', () => {
    expect(() => runLength(recipeOf('page-10'), 511)).toThrow('there are 511')
  })
})

describe('learningRate', () => {
  it.each([
    [1, 1.00677e-5],
    [97, 9.765625e-4],
    [194, 1.953125e-3],
    [485, 1.0742e-3],
    [776, 1.953125e-4],
    [970, 1.953125e-4],
  ])('of page-10 at step %i, counted from 1, is %d', (step, rate) => {
    expect(rateOf(recipeOf('page-10'), step - 1) / rate).toBeCloseTo(1, 4)
  })

  it('of page-79 peaks after five epochs and ends at 0', () => {
    const recipe = recipeOf('page-79')
    expect(rateOf(recipe, 484)).toBeCloseTo(7.8125e-4, 12)
    expect(rateOf(recipe, 2327)).toBe(0)
  })

  it('of Page’s 13 epochs peaks near step 252 and rests from step 1067', () => {
    const recipe: Recipe = {
      ...recipeOf('page-10'),
      length: { unit: 'epochs', count: 13 },
      schedule: {
        unit: 'epoch',
        knots: [
          [0, 0],
          [13 / 5, 1],
          [11, 0.1],
        ],
        firstStep: 1,
      },
    }
    const rates = Array.from({ length: 1261 }, (_, step) => rateOf(recipe, step))
    expect(rates.indexOf(Math.max(...rates)) + 1).toBe(252)
    expect(rates.indexOf(Math.min(...rates.slice(600))) + 1).toBe(1067)
  })

  it.each([
    [0, 0.2, 4],
    [54, 0.5963, 4],
    [109, 1, 12],
    [292, 0.536, 3],
    [475, 0.0725, 4],
  ])('of airbench94 at step %i is %d of its peak', (step, share, digits) => {
    const peak = 1.464_843_75e-3
    expect(rateOf(recipeOf('airbench94'), step) / peak).toBeCloseTo(share, digits)
  })

  it('follows the share of a shorter run, its knots on whole steps', () => {
    const recipe = { ...recipeOf('airbench94'), length: { unit: 'steps', count: 50 } } as const
    const run = runLength(recipe, TRAIN_IMAGES)
    // int(0.23 * 50) = 11
    expect(scheduledValue(recipe, run, 11)).toBeCloseTo(1.5, 12)
    expect(scheduledValue(recipe, run, 50)).toBeCloseTo(0.07 * 1.5, 12)
  })
})

import { describe, expect, it } from 'vitest'
import { presetNamed } from '../presets.ts'
import type { Recipe } from '../recipe.ts'
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
    { name: 'page-bkj', stepsPerEpoch: 390, steps: 13_650 },
    { name: 'page-256', stepsPerEpoch: 97, steps: 3395 },
    { name: 'page-161', stepsPerEpoch: 97, steps: 2910 },
    { name: 'page-154', stepsPerEpoch: 65, steps: 1950 },
    { name: 'page-4-1', stepsPerEpoch: 97, steps: 1940 },
    { name: 'page-79', stepsPerEpoch: 97, steps: 2328 },
    { name: 'page-64', stepsPerEpoch: 97, steps: 2425 },
    { name: 'page-59', stepsPerEpoch: 97, steps: 2231 },
    { name: 'page-52', stepsPerEpoch: 97, steps: 1940 },
    { name: 'page-46', stepsPerEpoch: 97, steps: 1746 },
    { name: 'page-43', stepsPerEpoch: 97, steps: 1649 },
    { name: 'page-39', stepsPerEpoch: 97, steps: 1455 },
    { name: 'page-36', stepsPerEpoch: 97, steps: 1358 },
    { name: 'page-13-tta', stepsPerEpoch: 97, steps: 1261 },
    { name: 'page-10', stepsPerEpoch: 97, steps: 970 },
    { name: 'fenwicks', stepsPerEpoch: 97, steps: 2328 },
    { name: 'hlb', stepsPerEpoch: 48, steps: 581 },
    { name: 'airbench94-network', stepsPerEpoch: 48, steps: 1632 },
    { name: 'airbench94', stepsPerEpoch: 48, steps: 476 },
    { name: 'airbench94-muon', stepsPerEpoch: 25, steps: 200 },
    { name: 'airbench95', stepsPerEpoch: 48, steps: 720 },
    { name: 'airbench96', stepsPerEpoch: 48, steps: 1776 },
    { name: 'hiverge', stepsPerEpoch: 32, steps: 245 },
    { name: 'e1', stepsPerEpoch: 32, steps: 284 },
    { name: 'e1-32', stepsPerEpoch: 32, steps: 284 },
    { name: 'auto', stepsPerEpoch: 32, steps: 284 },
  ])('gives $name $steps steps', ({ name, ...expected }) => {
    expect(runLength(recipeOf(name), TRAIN_IMAGES)).toMatchObject(expected)
  })

  it('uses a number of steps unchanged', () => {
    const run = runLength(recipeOf('tiny'), 1000)
    expect(run).toEqual({ stepsPerEpoch: 31, steps: 60, epochs: 60 / 31 })
  })

  it('adds no step for a product that is an integer except for rounding', () => {
    const length = { unit: 'epochs', count: 1.1 } as const
    expect(runLength({ batchSize: 10, length }, 1000).steps).toBe(110)
  })

  it('rejects fewer images than a batch', () => {
    expect(() => runLength(recipeOf('page-10'), 511)).toThrow('there are only 511')
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

  it.each([
    // 0.1 / 128 at epoch 15, 0.005 / 128 at epoch 30.
    ['page-bkj', 15 * 390, 7.8125e-4],
    ['page-bkj', 30 * 390, 3.90625e-5],
    ['page-256', 15 * 97, 0.44 / 512],
    ['page-154', 8 * 65, 0.6 / 768],
    // 4.6 epochs of 97 steps.
    ['page-59', 446, 7.809e-4],
    ['page-36', 1358, 0],
    // Page’s triangle counts steps from 1, fenwicks’ from 0.
    ['page-79', 485, 7.8125e-4],
    ['fenwicks', 486, 7.8125e-4],
    ['fenwicks', 1, 0],
    ['hlb', 1, 0],
    ['hlb', 134, 2.978_515_625e-3 / 2],
    ['airbench95', 1, (0.2 * 10) / 7850.666_667],
    ['airbench95', 166, 10 / 7850.666_667],
    ['airbench96', 178, 9 / 7850.666_667],
  ])('of %s at step %i, counted from 1, is %d', (name, step, rate) => {
    expect(rateOf(recipeOf(name), step - 1)).toBeCloseTo(rate, 7)
  })

  it('keeps the rate per image at another batch size, or the rate of the mean loss', () => {
    const recipe = { ...recipeOf('page-79'), batchSize: 128 }
    const peak = 5 * 390 - 1
    const mean = { ...recipe, schedule: { ...recipe.schedule, scaling: 'mean' } } as const
    expect(rateOf(recipe, peak)).toBeCloseTo(0.4 / 512, 12)
    expect(rateOf(mean, peak)).toBeCloseTo(0.4 / 128, 12)
    const run = runLength(recipe, TRAIN_IMAGES)
    expect(scheduledValue(recipe, run, peak)).toBeCloseTo(0.1, 12)
  })

  it('of Page’s 13 epochs peaks near step 252 and rests from step 1067', () => {
    const recipe = recipeOf('page-13')
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

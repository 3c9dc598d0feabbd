import { describe, expect, it } from 'vitest'
import { DRAW_WORDS } from '../engine/batch/augmentation-draws.ts'
import { goldenRecords, loadGoldens } from '../engine/testing/goldens.ts'
import { buildNetwork } from '../model/networks.ts'
import { randomPermutation, randomUniform, randomWords } from '../random/stream.ts'
import { runLength } from '../recipe/schedule/schedule.ts'
import { sideAt } from '../recipe/schedule/sides.ts'
import { drawEpoch } from './schedule/draw.ts'
import { normalisationOf } from './schedule/normalisation.ts'
import { averageDecayAt, ratesAt } from './schedule/rates.ts'

describe.each(loadGoldens('draws'))('$name of the PyTorch program', (golden) => {
  it('are the words, numbers and permutations drawn here', () => {
    expect(randomWords(7, 'a stream', 3, 101)).toEqual(golden.words('words'))
    const uniform = randomUniform(2 ** 32 - 1, 'init/head.weight', 0, 64, 1 / Math.sqrt(27))
    expect(uniform).toEqual(golden.floats('uniform'))
    expect(randomPermutation(7, 'order', 2, 999)).toEqual(golden.words('permutation'))
  })

  it.each(golden.description.epochs)('match the draws made here: $tensor', (drawn) => {
    const words = golden.draws(drawn.tensor)
    const { augmentation, seed, epoch } = drawn
    const images = words.length / DRAW_WORDS
    expect(drawEpoch(augmentation, seed, epoch, images).words).toEqual(words)
  })
})

describe.each(loadGoldens('training'))('the PyTorch program’s run of $name', (golden) => {
  const { recipe, layers, normalisation, seed, steps } = golden.description
  const images = golden.bytes('records/labels').length
  const run = runLength(recipe, images)

  it('has the layers that its recipe has here', () => {
    expect(layers).toEqual(buildNetwork(recipe.network))
  })

  it('is normalised by the same figures', () => {
    expect(normalisationOf(recipe, goldenRecords(golden))).toEqual(normalisation)
  })

  it('draws the same order and augmentation', () => {
    for (const { epoch } of steps) {
      const { words } = drawEpoch(recipe.augmentation, seed, epoch, images)
      expect(words).toEqual(golden.draws(`choices/${epoch}`))
    }
  })

  it('uses the same batches, sides, rates and averages', () => {
    expect(steps).toHaveLength(run.steps)
    for (const { step, epoch, first, side, rates, keepAverage } of steps) {
      expect(epoch * run.stepsPerEpoch + first / recipe.batchSize).toBe(step)
      expect(side).toBe(sideAt(recipe.augmentation.sides, run, step))
      expectClose(ratesAt(recipe, run, step), rates)
      expectClose({ keepAverage: averageDecayAt(recipe, run, step) }, { keepAverage })
    }
  })
})

/** Whether all nested numbers are equal except for rounding in double precision. */
function expectClose(found: unknown, expected: unknown): void {
  const rounded = (_key: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(13)) : value
  expect(JSON.parse(JSON.stringify(found, rounded))).toEqual(
    JSON.parse(JSON.stringify(expected, rounded)),
  )
}

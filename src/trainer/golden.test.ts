import { describe, expect, it } from 'vitest'
import { CHOICE_WORDS } from '../engine/choices.ts'
import { goldenRecords, loadGoldens } from '../engine/test-goldens.ts'
import { buildNetwork } from '../model/networks.ts'
import { randomPermutation, randomUniform, randomWords } from '../random/stream.ts'
import { runLength } from '../recipe/schedule.ts'
import { drawEpoch } from './draw.ts'
import { normalisationOf } from './normalisation.ts'
import { keepAverageAt, ratesAt } from './rates.ts'

describe.each(loadGoldens('draws'))('$name of the PyTorch program', (golden) => {
  it('are the words, numbers and permutations drawn here', () => {
    expect(randomWords(7, 'a stream', 3, 101)).toEqual(golden.words('words'))
    const uniform = randomUniform(2 ** 32 - 1, 'init/head.weight', 0, 64, 1 / Math.sqrt(27))
    expect(uniform).toEqual(golden.floats('uniform'))
    expect(randomPermutation(7, 'order', 2, 999)).toEqual(golden.words('permutation'))
  })

  it.each(golden.description.epochs)('are the choices drawn here: $tensor', (drawn) => {
    const words = golden.words(drawn.tensor)
    const { augmentation, seed, epoch } = drawn
    const images = words.length / CHOICE_WORDS
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

  it('draws the same choices', () => {
    for (const { epoch } of steps) {
      const { words } = drawEpoch(recipe.augmentation, seed, epoch, images)
      expect(words).toEqual(golden.words(`choices/${epoch}`))
    }
  })

  it('takes the same batches, rates and averages', () => {
    expect(steps).toHaveLength(run.steps)
    for (const { step, epoch, first, rates, keepAverage } of steps) {
      expect(epoch * run.stepsPerEpoch + first / recipe.batchSize).toBe(step)
      expectClose(ratesAt(recipe, run, step), rates)
      expectClose({ keepAverage: keepAverageAt(recipe, run, step) }, { keepAverage })
    }
  })
})

/** Equal but for rounding in double precision, in every number however deep. */
function expectClose(found: unknown, expected: unknown): void {
  const rounded = (_key: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(13)) : value
  expect(JSON.parse(JSON.stringify(found, rounded))).toEqual(
    JSON.parse(JSON.stringify(expected, rounded)),
  )
}

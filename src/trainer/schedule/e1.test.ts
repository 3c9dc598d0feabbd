import { expect, it } from 'vitest'
import { averageDecayAt, ratesAt } from './rates.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'

const { recipe } = presetNamed('e1-32')
const run = runLength(recipe, 50_000)

it('takes 284 steps of 1,536 images', () => {
  expect(run).toMatchObject({ stepsPerEpoch: 32, steps: 284 })
})

// The source's own formulas, by step from 0.
it.each([0, 1, 6, 7, 100, 258, 259, 271, 283])('has the rates of its source at step %i', (step) => {
  const factor = Math.max(1 - step / 272, 0.05)
  const decay = 1.0418e-6 * 1536
  const { convWeight, headWeight, normBias, bias } = ratesAt(recipe, run, step)
  expect(convWeight?.learningRate).toBeCloseTo(0.2255 * factor, 10)
  expect(convWeight?.weightDecay).toBeCloseTo(decay, 10)
  expect(headWeight?.learningRate).toBeCloseTo(0.5415 * factor, 10)
  expect(headWeight?.weightDecay).toBeCloseTo(decay / 0.5415, 10)
  expect(normBias?.learningRate).toBeCloseTo(0.0573 * factor, 10)
  expect(normBias?.weightDecay).toBeCloseTo(decay / 0.0573, 10)
  if (step < 7) expect(bias?.learningRate).toBeCloseTo(0.0573 * (1 - step / 7), 10)
  else expect(bias).toBeNull()
})

it('scales the weights of convolutions at the steps of its source', () => {
  const expected: number[] = []
  let last = 0
  for (let count = 1; count <= run.steps; count++) {
    if (count - last < 2 + Math.trunc((15 * count) / 272)) continue
    last = count
    expected.push(count)
  }
  const found = Array.from({ length: run.steps }, (_, step) => step + 1).filter(
    (count) => ratesAt(recipe, run, count - 1).convWeight?.rescale,
  )
  expect(found).toEqual(expected)
})

it('averages over its tail: a copy after 264 steps, then every four', () => {
  const decays = Array.from({ length: run.steps }, (_, step) => averageDecayAt(recipe, run, step))
  const due = decays.flatMap((decay, step) => (decay === null ? [] : [[step + 1, decay]]))
  expect(due).toEqual([
    [264, 0],
    [268, 0.7],
    [272, 0.7],
    [276, 0.7],
    [280, 0.7],
    [284, 0.7],
  ])
})

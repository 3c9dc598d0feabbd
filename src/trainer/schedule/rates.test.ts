import { describe, expect, it } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import { resolveRecipe, presetChoice, withRetune, withToggle } from '../../recipe/choice.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { averageDecayAt, ratesAt } from './rates.ts'

const page = presetNamed('page-10').recipe
const airbench = presetNamed('airbench94').recipe
const pageRun = runLength(page, 50_000)
const airbenchRun = runLength(airbench, 50_000)

describe('ratesAt', () => {
  it('gives Page’s rates and decays for the summed loss', () => {
    const { convWeight, normBias } = ratesAt(page, pageRun, 193)
    expect(convWeight?.learningRate).toBeCloseTo(1.953125e-3, 10)
    expect(convWeight?.weightDecay).toBeCloseTo(0.256, 10)
    expect(normBias?.learningRate).toBeCloseTo(64 * 1.953125e-3, 10)
    expect(normBias?.weightDecay).toBeCloseTo(0.004, 10)
  })

  it('gives airbench’s, converted from its decoupled units', () => {
    const { convWeight, normBias } = ratesAt(airbench, airbenchRun, 109)
    expect(convWeight?.learningRate).toBeCloseTo(1.46484375e-3, 10)
    expect(convWeight?.weightDecay).toBeCloseTo(1.36237, 4)
    expect(normBias?.learningRate).toBeCloseTo(0.09375, 8)
    expect(normBias?.weightDecay).toBeCloseTo(0.021287, 6)
  })

  it.each([
    // hlb’s loss is half the sum: rates 2.9785e-3 and 0.1906, decays 0.6847 and 0.010699.
    ['hlb', 133, { rate: 2.9785e-3 / 2, decay: 2 * 0.6847, biases: 64 }],
    ['fenwicks', 485, { rate: 7.8125e-4, decay: 0.064, biases: 1 }],
    ['page-154', 8 * 65 - 1, { rate: 0.6 / 768, decay: 0.384, biases: 1 }],
    // Jordan’s decay of a step is the product of rate and decay: 0.0153 and 0.012 times 1024 / 7850.67.
    ['airbench95', 165, { rate: 10 / 7850.6667, decay: 0.00153 * 1024, biases: 64 }],
    ['airbench96', 177, { rate: 9 / 7850.6667, decay: (0.012 / 9) * 1024, biases: 64 }],
  ] as const)('gives those of %s at its peak', (name, step, { rate, decay, biases }) => {
    const { recipe } = presetNamed(name)
    const { convWeight, normBias } = ratesAt(recipe, runLength(recipe, 50_000), step)
    expect((convWeight?.learningRate ?? NaN) / rate).toBeCloseTo(1, 3)
    expect((convWeight?.weightDecay ?? NaN) / decay).toBeCloseTo(1, 3)
    expect((normBias?.learningRate ?? NaN) / rate).toBeCloseTo(biases, 1)
    expect((normBias?.weightDecay ?? NaN) / decay).toBeCloseTo(1 / biases, 4)
  })

  it('trains airbench’s whitening bias for three epochs, then leaves it alone', () => {
    expect(ratesAt(airbench, airbenchRun, 143).bias).not.toBeNull()
    expect(ratesAt(airbench, airbenchRun, 144).bias).toBeNull()
  })
})

describe('ratesAt of Muon', () => {
  const muon = presetNamed('airbench94-muon').recipe
  const run = runLength(muon, 50_000)

  it.each([0, 50, 74, 199])('gives its groups their own at step %i', (step) => {
    const left = 1 - step / 200
    const { convWeight, headWeight, normBias } = ratesAt(muon, run, step)
    expect(convWeight?.learningRate).toBeCloseTo(0.24 * left, 12)
    expect(convWeight?.weightDecay).toBe(0)
    expect(headWeight?.learningRate).toBeCloseTo(0.67 * left, 12)
    expect(headWeight?.weightDecay).toBeCloseTo(0.004 / 0.67, 12)
    expect(normBias?.learningRate).toBeCloseTo(0.053 * left, 12)
    expect(normBias?.weightDecay).toBeCloseTo(0.004 / 0.053, 12)
  })

  it('lowers the whitening bias’s rate to zero over 75 steps, then stops updating it', () => {
    const rateOf = (step: number) => ratesAt(muon, run, step).bias?.learningRate
    expect(rateOf(0)).toBeCloseTo(0.053, 12)
    expect(rateOf(30)).toBeCloseTo(0.053 * 0.6, 12)
    expect(rateOf(74)).toBeCloseTo(0.053 / 75, 12)
    expect(rateOf(75)).toBeUndefined()
  })

  it('keeps the convolutions’ rate at another batch size, and the head’s for the summed loss', () => {
    const smaller = { ...muon, batchSize: 500 }
    const { convWeight, headWeight } = ratesAt(smaller, runLength(smaller, 50_000), 0)
    expect(convWeight?.learningRate).toBeCloseTo(0.24, 12)
    expect(headWeight?.learningRate).toBeCloseTo(0.67, 12)
  })

  it.each(['page-10', 'airbench94'] as const)(
    'leaves all but the convolutions of %s as they were where it is switched on',
    (preset) => {
      const { recipe } = presetNamed(preset)
      const switched = resolveRecipe(withToggle(presetChoice(preset), 'muon', true))
      const length = runLength(recipe, 50_000)
      const peak = Math.max(...recipe.schedule.knots.map(([, value]) => value))
      for (const step of [0, 100, 300]) {
        const { convWeight, ...others } = ratesAt(switched, length, step)
        const { convWeight: before, ...expected } = ratesAt(recipe, length, step)
        expect(others).toEqual(expected)
        const share = ((before?.learningRate ?? NaN) * recipe.batchSize) / peak
        expect(convWeight?.learningRate).toBeCloseTo(0.24 * share, 12)
      }
    },
  )

  it('is the published recipe with the retune', () => {
    const choice = withToggle(presetChoice('airbench94'), 'muon', true)
    expect(resolveRecipe(withRetune(choice, 'muon', true))).toEqual(muon)
  })
})

describe('ratesAt of LARS', () => {
  it('scales the scheduled rate of weights, whatever the batch size', () => {
    const recipe = resolveRecipe(withToggle(presetChoice('page-79'), 'lars', true))
    for (const batchSize of [128, 512]) {
      const changed = { ...recipe, batchSize }
      const length = runLength(changed, 50_000)
      const peak = ratesAt(changed, length, 5 * length.stepsPerEpoch - 1)
      expect(peak.convWeight?.learningRate).toBeCloseTo(0.4 / 64, 12)
      expect(peak.headWeight).toEqual(peak.convWeight)
      expect(peak.convWeight?.weightDecay).toBeCloseTo(5e-4 * batchSize, 12)
      expect(peak.normBias?.learningRate).toBeCloseTo(0.4 / 512, 12)
    }
  })
})

describe('averageDecayAt', () => {
  it('updates Page’s average at steps 0, 5, 10 with 0.99^5', () => {
    const due = Array.from({ length: 11 }, (_, step) => averageDecayAt(page, pageRun, step))
    expect(due.flatMap((keep, step) => (keep === null ? [] : [step]))).toEqual([0, 5, 10])
    expect(due[5]).toBeCloseTo(0.95099, 5)
  })

  it('updates airbench’s lookahead after 5, 10, ... steps, keeping ever more', () => {
    expect(averageDecayAt(airbench, airbenchRun, 0)).toBeNull()
    expect(averageDecayAt(airbench, airbenchRun, 99)).toBeCloseTo(0.0072, 4)
    expect(averageDecayAt(airbench, airbenchRun, 399)).toBeCloseTo(0.459, 3)
    expect(averageDecayAt(airbench, airbenchRun, 474)).toBeCloseTo(0.769, 3)
    expect(averageDecayAt(airbench, airbenchRun, 475)).toBeNull()
  })
})

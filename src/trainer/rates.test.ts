import { describe, expect, it } from 'vitest'
import { presetNamed } from '../recipe/presets.ts'
import { runLength } from '../recipe/schedule.ts'
import { keepAverageAt, ratesAt } from './rates.ts'

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

  it('trains airbench’s whitening bias for three epochs, then leaves it alone', () => {
    expect(ratesAt(airbench, airbenchRun, 143).bias).not.toBeNull()
    expect(ratesAt(airbench, airbenchRun, 144).bias).toBeNull()
  })
})

describe('keepAverageAt', () => {
  it('updates Page’s average at steps 0, 5, 10 with 0.99^5', () => {
    const due = Array.from({ length: 11 }, (_, step) => keepAverageAt(page, pageRun, step))
    expect(due.flatMap((keep, step) => (keep === null ? [] : [step]))).toEqual([0, 5, 10])
    expect(due[5]).toBeCloseTo(0.95099, 5)
  })

  it('updates airbench’s lookahead after 5, 10, ... steps, keeping ever more', () => {
    expect(keepAverageAt(airbench, airbenchRun, 0)).toBeNull()
    expect(keepAverageAt(airbench, airbenchRun, 99)).toBeCloseTo(0.0072, 4)
    expect(keepAverageAt(airbench, airbenchRun, 399)).toBeCloseTo(0.459, 3)
    expect(keepAverageAt(airbench, airbenchRun, 474)).toBeCloseTo(0.769, 3)
    expect(keepAverageAt(airbench, airbenchRun, 475)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { presetChoice, resolveRecipe } from '../../recipe/choice.ts'
import { runLength, scheduledValue } from '../../recipe/schedule/schedule.ts'
import { newEntry, type RunEntry } from '../../runs/history/entry.ts'
import type { RunRecord } from '../../runs/record/record.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { armsOf, kindOf } from '../experiment.ts'
import { type FlatDirections, flatPairs } from './flat-directions.ts'
import { forgettingLines, type ForgettingTest } from './forgetting.ts'
import { type Regimes, regimeLines } from './regimes.ts'
import { resultsOf } from '../results.ts'
import { isStressable, lossByRate, stressEpochs, type StressTest } from './stress.ts'
import { peakRate } from './varied.ts'

const COMMON = { id: 'x', createdAt: 0, seeds: [1], dataset: 'full', engine: 'wgsl' } as const
const base = presetChoice('page-13')
const common = { ...COMMON, seeds: [...COMMON.seeds], base }

const DIVERGED = { kind: 'failed', message: '', advice: '', diverged: true } as const

const run = (
  choice: RunRecord['choice'],
  accuracy = 0.94,
  record: Partial<RunRecord> = {},
): RunEntry => newEntry(syntheticRecord({ choice, accuracy, record }), 'here')

describe('two regimes', () => {
  const spec: Regimes = { ...common, kind: 'regimes', batchSizes: [128, 512], rates: [0.25, 1, 4] }
  const arms = armsOf(spec)

  it('sweep the same rates of an image at each batch size', () => {
    const recipes = arms.map(resolveRecipe)
    expect(recipes.map(({ batchSize }) => batchSize)).toEqual([128, 128, 128, 512, 512, 512])
    expect(recipes.map(peakRate)).toEqual([0.0625, 0.25, 1, 0.25, 1, 4])
    const lines = regimeLines(
      spec,
      resultsOf(
        spec,
        arms.map((choice) => run(choice)),
      ),
    )
    for (const { points } of lines) expect(points.map(({ x }) => x)).toEqual([0.25, 1, 4])
  })

  it('count what diverged as guessing, and know what is missing', () => {
    const entries = [run(arms[0], 0.93), run(arms[5], 0.5, { ending: DIVERGED })]
    const results = resultsOf(spec, entries)
    expect(results).toMatchObject({ done: 2, all: 6 })
    const [small, large] = regimeLines(spec, results)
    expect(small.points).toMatchObject([{ x: 0.25, diverged: 0, accuracy: { mean: 0.93 } }])
    expect(large.points).toMatchObject([
      { x: 4, diverged: 1, accuracy: { mean: 0.1 }, trainLoss: null },
    ])
  })
})

describe('flat directions', () => {
  const spec: FlatDirections = { ...common, kind: 'flatDirections', moves: [-2, 0, 2] }

  it('are moved along with what makes up for it, and across without', () => {
    const arms = armsOf(spec)
      .map(resolveRecipe)
      .map((recipe) => [
        recipe.batchSize,
        recipe.optimiser.momentum,
        Number(peakRate(recipe).toFixed(4)),
        recipe.optimiser.weightDecay,
      ])
    expect(arms).toEqual([
      [512, 0.9, 1, 5e-4],
      [128, 0.9, 0.25, 5e-4],
      [2048, 0.9, 4, 5e-4],
      [128, 0.9, 1, 5e-4],
      [2048, 0.9, 1, 5e-4],
      [512, 0.6, 4, 5e-4],
      [512, 0.975, 0.25, 5e-4],
      [512, 0.6, 1, 5e-4],
      [512, 0.975, 1, 5e-4],
      [512, 0.9, 0.25, 2e-3],
      [512, 0.9, 4, 1.25e-4],
      [512, 0.9, 0.25, 5e-4],
      [512, 0.9, 4, 5e-4],
    ])
  })

  it('share the unchanged recipe', () => {
    const pairs = flatPairs(spec, resultsOf(spec, [run(base, 0.941)]))
    for (const { along, across } of pairs) {
      expect(along).toMatchObject([{ x: 0, accuracy: { mean: 0.941 } }])
      expect(across).toEqual(along)
    }
  })
})

describe('a forgetting test', () => {
  const spec: ForgettingTest = { ...common, kind: 'forgetting', rates: [0.25, 4] }
  const [low, high] = armsOf(spec)

  it('holds each rate at its peak to the end, and measures forgetting', () => {
    const recipe = resolveRecipe(high)
    const length = runLength(recipe, 50_000)
    expect(scheduledValue(recipe, length, length.steps - 1)).toBe(4)
    expect(scheduledValue(recipe, length, 0)).toBeLessThan(0.1)
    expect(resolveRecipe(low).length).toEqual(resolveRecipe(base).length)
    const [request] = resultsOf(spec, []).missing
    expect(request.measures).toEqual({ forgetting: { groups: 20, images: 1000 } })
  })

  it('reads runs that measured it, and asks again for those that did not', () => {
    const forgetting = [
      { stepsAgo: 0, loss: 0.8, accuracy: 0.9 },
      { stepsAgo: 97, loss: 0.9, accuracy: 0.8 },
    ]
    const results = resultsOf(spec, [run(low), run(high, 0.9, { forgetting })])
    expect(results.missing.map(({ choice }) => choice)).toEqual([low])
    const [none, line] = forgettingLines(spec, results)
    expect(none.points).toEqual([])
    expect(line.points).toEqual([
      { epochsAgo: 0, loss: 0.8, low: 0.8, high: 0.8 },
      { epochsAgo: 1, loss: 0.9, low: 0.9, high: 0.9 },
    ])
  })
})

describe('a stress test', () => {
  const spec: StressTest = { ...common, kind: 'stress', epochs: 3, first: 1e-4, last: 100 }

  it('raises the rate a millionfold with batch norm and without', () => {
    const recipes = armsOf(spec).map(resolveRecipe)
    expect(recipes.map(({ network }) => network.norm.kind)).toEqual(['batch', 'none'])
    for (const recipe of recipes) {
      const length = runLength(recipe, 50_000)
      expect(length.epochs).toBe(3)
      const rates = Array.from({ length: length.steps }, (_, i) =>
        scheduledValue(recipe, length, i),
      )
      expect(Math.log10(rates[0])).toBeCloseTo(-4, 1)
      expect(Math.log10(rates[length.steps - 1])).toBeCloseTo(2, 1)
      const middle = rates[Math.floor(length.steps / 2)]
      expect(Math.log10(middle)).toBeCloseTo(-1, 1)
    }
  })

  it('suits every recipe that has batch norm to take out', () => {
    for (const preset of ['page-10', 'airbench94', 'page-bkj', 'tiny'] as const) {
      expect(isStressable(presetChoice(preset))).toBe(true)
    }
    expect(stressEpochs(base, 'full')).toBe(3)
    expect(stressEpochs(base, 'sample')).toBe(28)
  })

  it('reads losses by rate, up to the divergence', () => {
    const [choice] = armsOf(spec)
    expect(kindOf(spec).counts?.(run(choice, 0.1, { ending: DIVERGED }).record)).toBe(true)
    const { record } = syntheticRecord({ choice, epochs: 3 })
    const curve = lossByRate(record, { stepsPerPoint: 2, loss: [2, null, 1], accuracy: [] })
    expect(curve.map(({ step, loss }) => [step, loss])).toEqual([
      [0.5, 2],
      [4.5, 1],
    ])
    expect(curve[1].rate).toBeGreaterThan(curve[0].rate)
  })
})

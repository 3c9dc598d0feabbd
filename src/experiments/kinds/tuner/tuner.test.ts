import { describe, expect, it } from 'vitest'
import { presetChoice, resolveRecipe, type RecipeChoice } from '../../../recipe/choice.ts'
import { newEntry, type RunEntry } from '../../../runs/history/entry.ts'
import { judged, type RunRecord } from '../../../runs/record/record.ts'
import { syntheticRecord } from '../../../runs/testing/records.ts'
import { resultsOf } from '../../results.ts'
import { peakRate } from '../varied.ts'
import { isHopeless } from './hopeless.ts'
import { type TuningSearch, TUNER, tunerState } from './tuner.ts'

const SPEC: TuningSearch = {
  kind: 'tuner',
  id: 't',
  createdAt: 0,
  seeds: [1],
  dataset: 'full',
  engine: 'wgsl',
  base: presetChoice('page-13'),
  trials: 30,
}

/**
 * Final error of a recipe: grows with the distance from the best weight decay, and a little with that from the best
 * batch size.
 */
function mistakes(choice: RecipeChoice): number {
  const recipe = resolveRecipe(choice)
  const { momentum, weightDecay } = recipe.optimiser
  const shrinking = (peakRate(recipe) * weightDecay) / (recipe.batchSize * (1 - momentum))
  const product = Math.log2(shrinking / (2e-3 / 51.2))
  const batch = Math.log2(recipe.batchSize / 256)
  return Math.min(0.9, 0.055 + 0.03 * product ** 2 + 0.001 * batch ** 2)
}

/** The record of a share of a run with ten tests, whose error falls exponentially. */
function runOf(choice: RecipeChoice, upTo = 1, record: Partial<RunRecord> = {}): RunEntry {
  const end = mistakes(choice)
  const tests = Array.from({ length: Math.floor(10 * upTo) }, (_, i) => {
    const live = 1 - Math.min(0.9, end * Math.exp(2.2 * (1 - (i + 1) / 10)))
    const loss = { trainLoss: 1, testLoss: 1, trainAccuracy: live }
    return { step: 97 * (i + 1), trainSeconds: i + 1, live, average: null, views: null, ...loss }
  })
  const whole = syntheticRecord({ choice, record: { tests, steps: 970, ...record } })
  return newEntry(whole, 'here')
}

/** Runs a search to its end and stops each trial at the first test at which it is hopeless. */
function search(entries: RunEntry[] = [], most = Infinity) {
  const stopped: RecipeChoice[] = []
  for (let i = 0; i < most; i++) {
    const results = resultsOf(SPEC, entries)
    const [request] = results.missing
    if (request === undefined) break
    const { choice } = request
    const at = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].find(
      (share) =>
        TUNER.isHopeless?.(SPEC, results.known, runOf(choice, share + 0.01).record) ?? false,
    )
    if (at !== undefined) stopped.push(choice)
    const ending = { kind: at === undefined ? 'done' : 'stopped' } as const
    entries.unshift(runOf(choice, at === undefined ? 1 : at + 0.01, { ending }))
  }
  return { entries, stopped, state: tunerState(SPEC, resultsOf(SPEC, entries).known) }
}

describe('a tuner', () => {
  const { entries, stopped, state } = search()

  it('finds the best recipe, with stored runs as its log', () => {
    expect(state.next).toBeNull()
    expect(state.log).toHaveLength(entries.length)
    const best = state.best && resolveRecipe(state.best.choice)
    expect(best?.batchSize).toBe(256)
    expect(best?.optimiser.weightDecay).toBeCloseTo(2e-3, 6)
  })

  it('stops what is hopeless, and never what would be the best', () => {
    expect(stopped.length).toBeGreaterThan(0)
    const early = state.log.filter(({ outcome }) => outcome === 'stopped early')
    expect(early.map(({ choice }) => choice)).toEqual(stopped)
    const least = Math.min(...state.log.map(({ choice }) => mistakes(choice)))
    expect(state.best?.score).toBeCloseTo(least, 6)
    for (const choice of stopped) expect(mistakes(choice)).toBeGreaterThan(1.2 * least)
  })

  it('continues after any interruption as if it had not happened', () => {
    const oldestFirst = entries.toReversed()
    for (let stored = 0; stored < oldestFirst.length; stored++) {
      const { missing } = resultsOf(SPEC, oldestFirst.slice(0, stored).reverse())
      expect(missing.map(({ choice }) => choice)).toEqual([state.log[stored].choice])
    }
  })

  it('repeats a trial stopped by a person', () => {
    const first = runOf(SPEC.base, 0.6, { ending: { kind: 'stopped' } })
    expect(resultsOf(SPEC, [first]).missing.map(({ choice }) => choice)).toEqual([SPEC.base])
  })

  it('ends at its number of trials', () => {
    const spec = { ...SPEC, trials: 3 }
    const results = resultsOf(spec, entries)
    expect(results).toMatchObject({ done: 3, all: 3, missing: [] })
    expect(resultsOf(SPEC, [])).toMatchObject({ done: 0, all: 30 })
  })

  it('counts a recipe that diverges as tried', () => {
    const failed = { kind: 'failed', message: '', advice: '' } as const
    const base = runOf(SPEC.base)
    const [{ choice }] = resultsOf(SPEC, [base]).missing
    const lost = runOf(choice, 0.1, { ending: failed })
    expect(resultsOf(SPEC, [lost, base]).missing[0].choice).toEqual(choice)
    const diverged = runOf(choice, 0.1, { ending: { ...failed, diverged: true } })
    const { known, missing } = resultsOf(SPEC, [diverged, base])
    expect(missing[0].choice).not.toEqual(choice)
    expect(tunerState(SPEC, known).log[1]).toMatchObject({ outcome: 'diverged', score: Infinity })
  })
})

describe('isHopeless', () => {
  const best = { ...SPEC.base, overrides: { 'optimiser.weightDecay': 2e-3 } }
  const good = runOf(best).record
  const bad = { ...SPEC.base, overrides: { 'optimiser.weightDecay': 1e-5 } }

  it('gives every run its first third, and the first run all its time', () => {
    expect(isHopeless(runOf(bad, 0.2).record, [good])).toBe(false)
    expect(isHopeless(runOf(bad, 0.4).record, [good])).toBe(true)
    expect(isHopeless(runOf(bad, 0.9).record, [])).toBe(false)
  })

  it('leaves a run alone that may still catch up', () => {
    const late = runOf(best, 0.6).record
    const withMistakes = (times: number) =>
      late.tests.map((test) => ({ ...test, live: 1 - times * (1 - judged(test)) }))
    const behind = withMistakes(1.4)
    expect(isHopeless({ ...late, tests: behind }, [good])).toBe(false)
    const far = withMistakes(1.6)
    expect(isHopeless({ ...late, tests: far }, [good])).toBe(true)
  })
})

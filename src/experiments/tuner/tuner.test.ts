import { describe, expect, it } from 'vitest'
import { presetChoice, resolveRecipe, type RecipeChoice } from '../../recipe/choice.ts'
import { newEntry, type RunEntry } from '../../runs/history/entry.ts'
import type { RunRecord } from '../../runs/record/record.ts'
import { syntheticRecord } from '../../runs/test-records.ts'
import { resultsOf } from '../results.ts'
import { peakRate } from '../varied.ts'
import { isHopeless } from './hopeless.ts'
import { type Tuner, TUNER, tunerState } from './tuner.ts'

const PLAN: Tuner = {
  kind: 'tuner',
  id: 't',
  createdAt: 0,
  seeds: [1],
  dataset: 'full',
  engine: 'wgsl',
  base: presetChoice('page-13'),
  trials: 30,
}

/** Mistakes of a recipe at its end: more off the best shrinking of weights, and a little off the best batch. */
function mistakes(choice: RecipeChoice): number {
  const recipe = resolveRecipe(choice)
  const { momentum, weightDecay } = recipe.optimiser
  const shrinking = (peakRate(recipe) * weightDecay) / (recipe.batchSize * (1 - momentum))
  const product = Math.log2(shrinking / (2e-3 / 51.2))
  const batch = Math.log2(recipe.batchSize / 256)
  return Math.min(0.9, 0.055 + 0.03 * product ** 2 + 0.001 * batch ** 2)
}

/** The record of a run of ten tests whose mistakes fall exponentially, as far as a share of it. */
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

/** Runs a search to its end, each trial stopped at the test where it is hopeless. */
function search(entries: RunEntry[] = [], most = Infinity) {
  const stopped: RecipeChoice[] = []
  for (let i = 0; i < most; i++) {
    const results = resultsOf(PLAN, entries)
    const [request] = results.missing
    if (request === undefined) break
    const { choice } = request
    const at = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].find(
      (share) =>
        TUNER.isHopeless?.(PLAN, results.known, runOf(choice, share + 0.01).record) ?? false,
    )
    if (at !== undefined) stopped.push(choice)
    const ending = { kind: at === undefined ? 'done' : 'stopped' } as const
    entries.unshift(runOf(choice, at === undefined ? 1 : at + 0.01, { ending }))
  }
  return { entries, stopped, state: tunerState(PLAN, resultsOf(PLAN, entries).known) }
}

describe('a tuner', () => {
  const { entries, stopped, state } = search()

  it('comes to the best recipe by runs, the log being what is kept of them', () => {
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

  it('goes on after any interruption as it would have', () => {
    const oldestFirst = entries.toReversed()
    for (let kept = 0; kept < oldestFirst.length; kept++) {
      const { missing } = resultsOf(PLAN, oldestFirst.slice(0, kept).reverse())
      expect(missing.map(({ choice }) => choice)).toEqual([state.log[kept].choice])
    }
  })

  it('takes a trial up again that a person stopped', () => {
    const first = runOf(PLAN.base, 0.6, { ending: { kind: 'stopped' } })
    expect(resultsOf(PLAN, [first]).missing.map(({ choice }) => choice)).toEqual([PLAN.base])
  })

  it('ends at the number of trials it was given', () => {
    const plan = { ...PLAN, trials: 3 }
    const results = resultsOf(plan, entries)
    expect(results).toMatchObject({ done: 3, all: 3, missing: [] })
    expect(resultsOf(PLAN, [])).toMatchObject({ done: 0, all: 30 })
  })

  it('counts a recipe that diverges as tried', () => {
    const failed = { kind: 'failed', message: '', advice: '' } as const
    const base = runOf(PLAN.base)
    const [{ choice }] = resultsOf(PLAN, [base]).missing
    const lost = runOf(choice, 0.1, { ending: failed })
    expect(resultsOf(PLAN, [lost, base]).missing[0].choice).toEqual(choice)
    const diverged = runOf(choice, 0.1, { ending: { ...failed, diverged: true } })
    const { known, missing } = resultsOf(PLAN, [diverged, base])
    expect(missing[0].choice).not.toEqual(choice)
    expect(tunerState(PLAN, known).log[1]).toMatchObject({ outcome: 'diverged', score: Infinity })
  })
})

describe('isHopeless', () => {
  const best = { ...PLAN.base, overrides: { 'optimiser.weightDecay': 2e-3 } }
  const good = runOf(best).record
  const bad = { ...PLAN.base, overrides: { 'optimiser.weightDecay': 1e-5 } }

  it('gives every run its first third, and the first run all its time', () => {
    expect(isHopeless(runOf(bad, 0.2).record, [good])).toBe(false)
    expect(isHopeless(runOf(bad, 0.4).record, [good])).toBe(true)
    expect(isHopeless(runOf(bad, 0.9).record, [])).toBe(false)
  })

  it('leaves a run alone that may still catch up', () => {
    const late = runOf(best, 0.6).record
    const behind = late.tests.map((test) => ({ ...test, live: 1 - 1.4 * (1 - test.live) }))
    expect(isHopeless({ ...late, tests: behind }, [good])).toBe(false)
    const far = late.tests.map((test) => ({ ...test, live: 1 - 1.6 * (1 - test.live) }))
    expect(isHopeless({ ...late, tests: far }, [good])).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import type { EarlierRun } from '../../trainer/comparison.ts'
import { earlierRunOf } from '../earlier-run.ts'
import { requestRun, type Run } from '../run.ts'
import { doneRun } from '../testing/done-run.ts'
import { openTestLab } from '../testing/lab.ts'
import { lastDone, runBefore } from './run-before.ts'

const request = (seed: number) => doneRun({ seed }).request
const unfinished = (seed: number, phase: Run['phase']): Run => ({
  ...requestRun(request(seed)),
  phase,
})
function earlier(seed: number): EarlierRun {
  const run = earlierRunOf(doneRun({ seed }))
  if (run === null) throw new Error('The run has finished.')
  return run
}

describe('runBefore', () => {
  it('is the last run that went to its end', () => {
    const first = earlier(1)
    expect(runBefore({ run: doneRun({ seed: 2 }), before: first }, request(3))).toEqual(earlier(2))
    expect(runBefore({ run: unfinished(2, 'failed'), before: first }, request(3))).toBe(first)
    expect(runBefore({ run: null, before: first }, request(3))).toBe(first)
    expect(lastDone({ run: unfinished(1, 'stopped'), before: null })).toBeNull()
  })

  it('is null if it was on other images', () => {
    const full = doneRun({ dataset: 'full' })
    expect(runBefore({ run: full, before: null }, request(2))).toBeNull()
  })
})

describe('a lab', () => {
  const guessed = { toggle: 'batchNorm', base: request(1).choice, guess: 'less' } as const

  it('compares a run with the previous or the requested one', () => {
    const { lab, commands } = openTestLab()
    const { store, actions } = lab
    store.setState({ run: doneRun({ seed: 1 }) })
    actions.start(request(2))
    expect(store.getState().run?.comparison).toEqual({ before: earlier(1), guessed: null })
    store.setState({ run: doneRun({ seed: 2 }) })
    actions.start(request(3), { against: earlier(1), guessed })
    const comparison = { before: earlier(1), guessed }
    expect(store.getState().run?.comparison).toEqual(comparison)
    expect(commands.at(-1)).toEqual({ type: 'train', ...request(3), comparison })
  })

  it('still compares with it after a way back to the start', () => {
    const { lab } = openTestLab()
    const { store, actions } = lab
    store.setState({ run: doneRun({ seed: 1 }) })
    actions.leaveRun()
    actions.start(request(2))
    expect(store.getState().run?.comparison.before).toEqual(earlier(1))
  })

  it('remembers the comparison of a run that is resumed after a reload', () => {
    const { lab, emit } = openTestLab()
    const { store, actions } = lab
    const comparison = { before: earlier(1), guessed }
    const saved = { step: 10, epoch: 1, steps: 20, savedAt: 0 }
    emit({ type: 'saved run', run: { request: { ...request(2), comparison }, ...saved } })
    actions.resumeSaved()
    expect(store.getState().run).toMatchObject({ request: request(2), comparison })
    expect(store.getState().run?.request).not.toHaveProperty('comparison')
  })

  it('compares with the run of an earlier visit only if there is no later one', () => {
    const { lab } = openTestLab()
    const { store, actions } = lab
    actions.recallBefore(earlier(5))
    actions.start(request(2))
    expect(store.getState().run?.comparison.before).toEqual(earlier(5))
    store.setState({ run: doneRun({ seed: 2 }) })
    actions.recallBefore(earlier(7))
    actions.start(request(3))
    expect(store.getState().run?.comparison.before).toEqual(earlier(2))
  })

  it('compares a run that started before the earlier runs were read', () => {
    const { lab, emit } = openTestLab()
    const { store, actions } = lab
    actions.start(request(2), { guessed })
    emit({ type: 'preparing', what: 'data' })
    actions.recallBefore(earlier(5))
    const comparison = { before: earlier(5), guessed }
    expect(store.getState()).toMatchObject({ run: { comparison }, before: earlier(5) })
    actions.recallBefore(earlier(7))
    expect(store.getState().run?.comparison).toEqual(comparison)
  })

  it('does not compare such a run with one on other images', () => {
    const { lab } = openTestLab()
    const { store, actions } = lab
    actions.start(doneRun({ seed: 2, dataset: 'full' }).request)
    actions.recallBefore(earlier(5))
    expect(store.getState().run?.comparison.before).toBeNull()
  })

  it('compares a run that is resumed after a reload, if it was not compared before', () => {
    const { lab, emit } = openTestLab()
    const saved = { step: 10, epoch: 1, steps: 20, savedAt: 0 }
    emit({ type: 'saved run', run: { request: request(2), ...saved } })
    lab.actions.recallBefore(earlier(5))
    lab.actions.resumeSaved()
    expect(lab.store.getState().run?.comparison.before).toEqual(earlier(5))
  })
})

import { describe, expect, it } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import { openTestLab } from '../testing/lab.ts'
import { requestRun, type Run, type RunRequest } from '../run.ts'
import { lastDone, runBefore } from './run-before.ts'

const request = (seed: number, dataset: RunRequest['dataset'] = 'sample'): RunRequest => ({
  choice: presetChoice('quick'),
  seed,
  dataset,
  engine: 'wgsl',
})
const run = (
  seed: number,
  phase: Run['phase'],
  dataset: RunRequest['dataset'] = 'sample',
): Run => ({
  ...requestRun(request(seed, dataset)),
  phase,
})

describe('runBefore', () => {
  it('is the last run that went to its end', () => {
    const [first, second] = [run(1, 'done'), run(2, 'done')]
    expect(runBefore({ run: second, before: first }, request(3))).toBe(second)
    expect(runBefore({ run: run(2, 'failed'), before: first }, request(3))).toBe(first)
    expect(runBefore({ run: null, before: first }, request(3))).toBe(first)
    expect(lastDone({ run: run(1, 'stopped'), before: null })).toBeNull()
  })

  it('is none where that was on other images', () => {
    expect(runBefore({ run: run(1, 'done', 'full'), before: null }, request(2))).toBeNull()
  })
})

describe('a lab', () => {
  it('compares a run with the one before, or with the one that was asked for', () => {
    const { lab } = openTestLab()
    const { store, actions } = lab
    const [base, other] = [run(1, 'done'), run(2, 'done')]
    store.setState({ run: base })
    actions.start(request(2))
    expect(store.getState().before).toBe(base)
    store.setState({ run: other })
    actions.start(request(3), base)
    expect(store.getState().before).toBe(base)
  })

  it('still compares with it after a way back to the start', () => {
    const { lab } = openTestLab()
    const { store, actions } = lab
    const base = run(1, 'done')
    store.setState({ run: base })
    actions.leaveRun()
    actions.start(request(2))
    expect(store.getState().before).toBe(base)
  })
})

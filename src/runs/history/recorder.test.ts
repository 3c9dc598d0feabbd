import { describe, expect, it } from 'vitest'
import type { TrainerEvent } from '../../trainer/events.ts'
import { isUnderWay, reduceRun, requestRun, type Run } from '../run.ts'
import { DEFAULT_SETUP } from '../store/setup.ts'
import { createLab } from '../store/store.ts'
import { predictionsOf, trainerPlan } from '../testing/records.ts'
import { History } from './history.ts'
import { MemoryRunStore } from './memory-store.ts'
import { recordRuns } from './recorder.ts'

const SCORE = { loss: 1, accuracy: 0.5 }
const TEST = { live: SCORE, average: null, views: null }

const BEGIN_AGAIN = {
  type: 'begin',
  plan: trainerPlan(),
  resumedFrom: { step: 1, sameBits: true },
} as const

const begin = (): TrainerEvent => ({ type: 'begin', plan: trainerPlan(), resumedFrom: null })

const step = (at: number): TrainerEvent => ({
  type: 'steps',
  trainSeconds: at,
  wallSeconds: at,
  steps: [{ step: at, loss: 1, accuracy: 0.5, rate: 0.1 }],
  usage: { bytesAtMost: 1, javascriptMs: 1 },
})
const epoch = (at: number): TrainerEvent => ({
  type: 'epoch',
  plainTestLoss: true,
  epoch: at,
  step: at,
  trainSeconds: at,
  wallSeconds: at,
  train: SCORE,
  test: TEST,
})
const DONE = {
  type: 'done' as const,
  trainSeconds: 2,
  wallSeconds: 3,
  steps: 2,
  test: TEST,
  confusion: [],
  predictions: predictionsOf([3, 5], [3, 4]),
} satisfies TrainerEvent

const REQUEST = { choice: DEFAULT_SETUP.choice, seed: 1, dataset: 'full', engine: 'wgsl' } as const

async function open() {
  const disk = new MemoryRunStore()
  const history = await History.open(disk)
  const client = { post: () => {}, subscribe: () => () => {} }
  const clock = { now: () => 0, later: () => () => {} }
  const { store: lab } = createLab(client, clock, { setup: DEFAULT_SETUP, chosen: false })
  const stored: string[] = []
  let time = 0
  const record = recordRuns({
    lab,
    history,
    page: 'this',
    around: { browser: null, device: '', code: 'abc' },
    now: () => (time += 1000),
  })
  const show = (run: Run) => {
    lab.setState({ run })
    if (isUnderWay(run)) return
    void record(run).then((entry) => {
      if (entry !== null) stored.push(`${entry.record.ending.kind} ${run.phase}`)
    })
  }
  const emit = (event: TrainerEvent) => {
    const { run } = lab.getState()
    if (run !== null) show(reduceRun(run, event))
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
  return { disk, history, stored, show, emit, settled }
}

describe('recordRuns', () => {
  it('stores a run at each test, and completely at its end', async () => {
    const { disk, history, stored, show, emit, settled } = await open()
    show(requestRun(REQUEST))
    for (const event of [begin(), step(0), epoch(1)]) emit(event)
    await settled()
    expect((await disk.running()).get('this')?.record).toMatchObject({
      ending: { kind: 'cut off' },
      stepsTaken: 1,
    })
    expect(history.store.getState().entries).toEqual([])
    for (const event of [step(1), epoch(2), DONE]) emit(event)
    await settled()
    expect((await disk.running()).size).toBe(0)
    expect(await history.predictions(history.store.getState().entries[0].id)).toEqual(
      DONE.predictions,
    )
    expect(history.store.getState().entries[0].record).toMatchObject({
      stepsTaken: 2,
      ending: { kind: 'done' },
      wallSeconds: 3,
    })
    expect(stored).toEqual(['done done'])
  })

  it('keeps the same request run twice as two runs', async () => {
    const { history, show, emit, settled } = await open()
    for (let i = 0; i < 2; i++) {
      show(requestRun(REQUEST))
      for (const event of [begin(), step(0), epoch(1), step(1), epoch(2), DONE]) emit(event)
      await settled()
    }
    expect(history.store.getState().entries).toHaveLength(2)
  })

  it('replaces the entry of a run by the resumed one', async () => {
    const { history, show, emit, settled } = await open()
    show(requestRun(REQUEST))
    for (const event of [begin(), step(0), epoch(1), { type: 'stopped', step: 1 } as const]) {
      emit(event)
    }
    await settled()
    const [stopped] = history.store.getState().entries
    await history.rename(stopped.id, 'the one')
    // After a reload: a new run without the first epoch.
    show(requestRun(REQUEST))
    emit({ ...BEGIN_AGAIN, plan: trainerPlan() })
    for (const event of [step(1), epoch(2), DONE]) emit(event)
    await settled()
    const { entries } = history.store.getState()
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({ name: 'the one', record: { ending: { kind: 'done' } } })
    expect(entries[0].record.tests.map((test) => test.step)).toEqual([1, 2])
    expect(entries[0].record.startedAt).toBe(stopped.record.startedAt)
  })

  it('stores what a run is compared with, once it is resumed after a reload too', async () => {
    const { history, show, emit, settled } = await open()
    const guessed = { toggle: 'batchNorm', base: REQUEST.choice, guess: 'more' } as const
    const comparison = { before: null, guessed }
    show(requestRun(REQUEST, comparison))
    for (const event of [begin(), step(0), epoch(1), { type: 'stopped', step: 1 } as const]) {
      emit(event)
    }
    await settled()
    show(requestRun(REQUEST, comparison))
    emit({ ...BEGIN_AGAIN, plan: trainerPlan() })
    for (const event of [step(1), epoch(2), DONE]) emit(event)
    await settled()
    const { entries } = history.store.getState()
    expect(entries.map((entry) => entry.comparison)).toEqual([comparison])
  })

  it('keeps stopped runs, but none that took no step', async () => {
    const { history, stored, show, emit, settled } = await open()
    show(requestRun(REQUEST))
    emit(begin())
    emit({ type: 'stopped', step: 0 })
    show(requestRun(REQUEST))
    emit(begin())
    emit(step(0))
    emit({ type: 'stopped', step: 1 })
    await settled()
    expect(stored).toEqual(['stopped stopped'])
    expect(history.store.getState().entries).toHaveLength(1)
  })
})

import { describe, expect, it } from 'vitest'
import type { TrainerEvent } from '../trainer/events.ts'
import { MemoryRunStore } from './history/memory-store.ts'
import { openWith } from './run-library.ts'
import type { RunRequest } from './run.ts'
import { DEFAULT_SETUP } from './store/setup.ts'
import { openTestLab, settled } from './testing/lab.ts'
import { predictionsOf, trainerPlan } from './testing/records.ts'

const request = (seed: number): RunRequest => ({
  choice: DEFAULT_SETUP.choice,
  seed,
  dataset: 'full',
  engine: 'wgsl',
})
const SCORE = { loss: 1, accuracy: 0.5 }
const TEST = { live: SCORE, average: null, views: null }
const SECONDS = { trainSeconds: 2, wallSeconds: 3 }

/** All events of a short run. */
const whole = (): TrainerEvent[] => [
  { type: 'begin', plan: trainerPlan(), resumedFrom: null },
  {
    type: 'steps',
    ...SECONDS,
    steps: [{ step: 0, ...SCORE, rate: 0.1 }],
    usage: { bytesAtMost: 1, javascriptMs: 1 },
  },
  { type: 'epoch', epoch: 1, step: 1, ...SECONDS, train: SCORE, test: TEST },
  {
    type: 'done',
    ...SECONDS,
    steps: 1,
    test: TEST,
    confusion: [],
    predictions: predictionsOf([3], [3]),
  },
]

/** A lab whose worker is the test, with its stores; `slow` delays every write. */
async function open({ slow = false } = {}) {
  const { lab, commands, emit } = openTestLab()
  const disk = new (slow ? SlowRunStore : MemoryRunStore)()
  const around = { browser: null, device: '', code: 'abc' }
  const library = await openWith(disk, lab, { page: 'this', around, announce: () => {} })
  const seen: string[] = []
  lab.setAfterRun({
    record: library.record,
    startNext(run) {
      seen.push(`${run.request.seed}: ${library.history.store.getState().entries.length} stored`)
      library.queue.runEnded(run)
    },
  })
  const say = (event: TrainerEvent) => emit({ type: 'trainer', event })
  const finish = async () => {
    whole().forEach(say)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  const started = () => commands.flatMap((each) => (each.type === 'train' ? [each.seed] : []))
  const stored = () =>
    library.history.store.getState().entries.map(({ record }) => ({
      seed: record.seed,
      ending: record.ending.kind,
    }))
  return { lab, disk, library, say, finish, started, stored, seen }
}

class SlowRunStore extends MemoryRunStore {
  override async write(run: Parameters<MemoryRunStore['write']>[0]): Promise<void> {
    await settled()
    await super.write(run)
  }
}

describe('a queue of runs', () => {
  it.each([false, true])('has every run stored before the next one starts', async (slow) => {
    const { library, finish, started, stored, seen, disk } = await open({ slow })
    library.queue.add([request(1), request(2), request(3)])
    for (let i = 0; i < 3; i++) await finish()
    expect(started()).toEqual([1, 2, 3])
    expect(seen).toEqual(['1: 1 stored', '2: 2 stored', '3: 3 stored'])
    expect(stored().map(({ seed }) => seed)).toEqual(expect.arrayContaining([1, 2, 3]))
    expect((await disk.entries()).entries).toHaveLength(3)
    expect(library.latest.getState()?.run.request.seed).toBe(3)
  })

  it('stores runs that fail or are stopped too', async () => {
    const { library, say, started, stored } = await open()
    library.queue.add([request(1), request(2), request(3)])
    whole().slice(0, 3).forEach(say)
    say({ type: 'failed', step: 1, message: 'Lost.', advice: '', saved: null })
    await settled()
    whole().slice(0, 3).forEach(say)
    say({ type: 'stopped', step: 1 })
    await settled()
    expect(started()).toEqual([1, 2])
    expect(stored()).toEqual(
      expect.arrayContaining([
        { seed: 1, ending: 'failed' },
        { seed: 2, ending: 'stopped' },
      ]),
    )
  })

  it('starts the next run if one could not be stored', async () => {
    const { library, finish, started, lab } = await open()
    lab.setAfterRun({
      record: () => Promise.reject(new Error('The disk is full.')),
      startNext: (run) => library.queue.runEnded(run),
    })
    library.queue.add([request(1), request(2)])
    await finish()
    expect(started()).toEqual([1, 2])
    expect(lab.store.getState().problem?.advice).toContain('The disk is full.')
  })
})

it('stores a run that makes way for the one that is set up', async () => {
  const { lab, say, started, stored } = await open()
  lab.actions.start(request(1))
  whole().slice(0, 3).forEach(say)
  lab.actions.setSeed(2)
  lab.actions.restart()
  say({ type: 'stopped', step: 1 })
  await settled()
  expect(started()).toEqual([1, 2])
  expect(stored()).toEqual([{ seed: 1, ending: 'stopped' }])
})

it('lets a person who starts a run before the last one is stored go first', async () => {
  const { lab, library, finish, say, started, stored } = await open({ slow: true })
  library.queue.add([request(1), request(2)])
  whole().forEach(say)
  lab.actions.start(request(7))
  await settled()
  await settled()
  expect(started()).toEqual([1, 7])
  await finish()
  expect(started()).toEqual([1, 7, 2])
  expect(stored()).toHaveLength(2)
})

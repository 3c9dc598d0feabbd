import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { presetChoice } from '../recipe/choice.ts'
import { newEntry, type RunEntry } from '../runs/history/entry.ts'
import { MemoryRunStore } from '../runs/history/memory-store.ts'
import { History } from '../runs/history/history.ts'
import { QueueRunner } from '../runs/queue/runner.ts'
import { openTestLab, settled } from '../runs/testing/lab.ts'
import { predictionsOf, syntheticRecord } from '../runs/testing/records.ts'
import type { TrainerEvent } from '../trainer/events.ts'
import { conduct } from './conductor.ts'
import { resultsOf } from './results.ts'
import type { TuningSearch } from './kinds/tuner/tuner.ts'

const TUNER: TuningSearch = {
  kind: 'tuner',
  id: 't',
  createdAt: 0,
  seeds: [1],
  dataset: 'full',
  engine: 'wgsl',
  base: presetChoice('page-13'),
  trials: 10,
}

const SCORE = { loss: 1, accuracy: 0.1 }
const SECONDS = { trainSeconds: 1, wallSeconds: 1 }

/** A lab whose worker is the test, with a queue and a running search. */
async function open() {
  const fail = (error: unknown) => {
    throw error
  }
  const { lab, commands, emit } = openTestLab()
  const disk = new MemoryRunStore()
  const queue = await QueueRunner.open(lab, disk, fail)
  const history = await History.open(disk)
  conduct({ experiments: { store: createStore(() => [TUNER]) }, lab, history, queue })
  const say = (event: TrainerEvent) => emit({ type: 'trainer', event })
  let ending: RunEntry | null = null
  lab.setAfterRun({
    record: async () => void (ending !== null && (await keep(ending))),
    startNext: (run) => queue.runEnded(run),
  })
  /** Ends the run with an event, and records it. */
  const end = (event: TrainerEvent, entry: RunEntry | null) => {
    ending = entry
    say(event)
    return settled()
  }
  const trained = () => commands.flatMap((each) => (each.type === 'train' ? [each.choice] : []))
  const stops = () => commands.filter(({ type }) => type === 'stop').length
  const next = () => resultsOf(TUNER, history.store.getState().entries).missing
  const keep = (entry: RunEntry) =>
    history.add(
      { record: entry.record, steps: { stepsPerPoint: 1, loss: [], accuracy: [] } },
      'here',
    )
  return { queue, keep, say, end, trained, stops, next }
}

const entryOf = (choice: RunEntry['record']['choice'], part: Partial<RunEntry['record']> = {}) =>
  newEntry(syntheticRecord({ choice, record: part }), 'here')

const DONE: TrainerEvent = {
  type: 'done',
  ...SECONDS,
  steps: 970,
  test: { live: SCORE, average: null, views: null },
  confusion: [],
  predictions: predictionsOf([], []),
}

it('queues the next trial once the last one is recorded', async () => {
  const { queue, end, trained, next } = await open()
  queue.add(next(), 't')
  expect(trained()).toEqual([TUNER.base])
  await end(DONE, entryOf(TUNER.base))
  expect(trained()).toHaveLength(2)
  expect(trained()[1]).toEqual(next()[0].choice)
})

it('queues nothing after a run that a person stopped', async () => {
  const { queue, end, trained, next } = await open()
  queue.add(next(), 't')
  await end({ type: 'stopped', step: 300 }, entryOf(TUNER.base, { ending: { kind: 'stopped' } }))
  expect(trained()).toHaveLength(1)
})

it('leaves a manually paused queue paused, and starts the next trial when it resumes', async () => {
  const { queue, end, trained, next } = await open()
  queue.add(next(), 't')
  queue.pause()
  await end(DONE, entryOf(TUNER.base))
  expect(trained()).toHaveLength(1)
  queue.resume()
  expect(trained()).toHaveLength(2)
})

it('queues nothing after a run whose followers were cancelled', async () => {
  const { queue, end, trained, next } = await open()
  queue.add(next(), 't')
  queue.cancelAll()
  await end(DONE, entryOf(TUNER.base))
  expect(trained()).toHaveLength(1)
})

it('does not ask again and again for a run that could not be recorded', async () => {
  const { queue, end, trained, next } = await open()
  queue.add(next(), 't')
  await end(DONE, null)
  expect(trained()).toHaveLength(1)
})

it('continues after a diverged run', async () => {
  const { queue, end, trained, next } = await open()
  queue.add(next(), 't')
  const words = { message: 'No number.', advice: '' }
  await end(
    { type: 'failed', step: 10, ...words, saved: null, diverged: true },
    entryOf(TUNER.base, { ending: { kind: 'failed', ...words, diverged: true } }),
  )
  expect(trained()).toHaveLength(2)
  expect(queue.store.getState().paused).toBe(false)
})

it('stops a hopeless run early, and starts the next', async () => {
  const { queue, keep, say, end, trained, stops, next } = await open()
  await keep(entryOf(TUNER.base))
  queue.add(next(), 't')
  const [choice] = trained()
  const whole = syntheticRecord({ choice })
  say({
    type: 'begin',
    resumedFrom: null,
    plan: {
      length: { stepsPerEpoch: 97, steps: 970, epochs: 10 },
      batchSize: 512,
      requestedBatchSize: 512,
      trainImages: 50_000,
      testImages: 10_000,
      seed: 1,
      schedule: [],
      normImages: null,
      engine: {
        engine: 'wgsl',
        adapter: whole.record.adapter,
        software: false,
        precision: 'f32',
        precisionReason: '',
        microBatches: 1,
        variant: '',
        bytes: 0,
      },
    },
  })
  const test = { live: SCORE, average: null, views: null }
  const usage = { bytesAtMost: 0, javascriptMs: 0 }
  const stepAt = (step: number) => {
    say({ type: 'steps', ...SECONDS, usage, steps: [{ step: step - 1, ...SCORE, rate: 1 }] })
    say({ type: 'epoch', epoch: step / 97, step, train: SCORE, test, ...SECONDS })
  }
  stepAt(97)
  expect(stops()).toBe(0)
  stepAt(4 * 97)
  stepAt(5 * 97)
  expect(stops()).toBe(1)
  const tests = whole.record.tests
    .slice(0, 5)
    .map((each) => ({ ...each, live: 0.1, average: 0.1, views: 0.1 }))
  await end({ type: 'stopped', step: 490 }, entryOf(choice, { tests, ending: { kind: 'stopped' } }))
  expect(queue.store.getState().paused).toBe(false)
  expect(trained()).toHaveLength(2)
})

import { describe, expect, it } from 'vitest'
import { resolveRecipe } from '../../recipe/choice.ts'
import type { TrainerEvent } from '../../trainer/events.ts'
import { newEntry } from '../history/entry.ts'
import { MemoryRunStore } from '../history/memory-store.ts'
import type { RunRequest } from '../run.ts'
import { DEFAULT_SETUP } from '../store/setup.ts'
import { openTestLab, settled } from '../testing/lab.ts'
import { predictionsOf, syntheticRecord } from '../testing/records.ts'
import { expectedSeconds, queueSeconds } from './expected.ts'
import {
  cancel,
  EMPTY_QUEUE,
  ended,
  enqueue,
  nextItem,
  openItems,
  reopened,
  setPaused,
  started,
} from './queue.ts'
import { QueueRunner } from './runner.ts'

const request = (seed: number): RunRequest => ({
  choice: DEFAULT_SETUP.choice,
  seed,
  dataset: 'full',
  engine: 'wgsl',
})
const THREE = enqueue(EMPTY_QUEUE, [request(1), request(2), request(3)], 'x')
const states = (queue: typeof THREE) => queue.items.map(({ state }) => state).join(' ')

describe('a queue', () => {
  it('trains one run at a time, in order', () => {
    expect(nextItem(THREE)?.request.seed).toBe(1)
    const first = started(THREE, 1)
    expect(nextItem(first)).toBeNull()
    const second = ended(first, 'done')
    expect(nextItem(second)?.request.seed).toBe(2)
    expect(states(second)).toBe('done waiting waiting')
  })

  it('starts nothing while it is paused', () => {
    expect(nextItem(setPaused(THREE, true))).toBeNull()
  })

  it('waits once a run was stopped, or two failed in a row', () => {
    expect(ended(started(THREE, 1), 'stopped').paused).toBe(true)
    const failed = ended(started(THREE, 1), 'failed')
    expect(failed.paused).toBe(false)
    expect(ended(started(failed, 2), 'failed').paused).toBe(true)
    const between = ended(started(ended(started(THREE, 1), 'done'), 2), 'failed')
    expect(between.paused).toBe(false)
  })

  it('can remove waiting runs, but not the current one', () => {
    const queue = cancel(started(THREE, 1), [1, 3])
    expect(queue.items.map(({ id }) => id)).toEqual([1, 2])
    expect(openItems(queue)).toHaveLength(2)
  })

  it('grows while it runs, and starts over once it is done', () => {
    const longer = enqueue(setPaused(THREE, true), [request(4)], null)
    expect(longer).toMatchObject({ paused: true })
    expect(longer.items.map(({ id }) => id)).toEqual([1, 2, 3, 4])
    const one = ended(started(enqueue(EMPTY_QUEUE, [request(1)], null), 1), 'stopped')
    expect(enqueue(one, [request(2)], null)).toMatchObject({ paused: false, items: [{ id: 1 }] })
  })

  it('survives the page’s end, and then waits for a person', () => {
    const queue = reopened(started(THREE, 1))
    expect(states(queue)).toBe('waiting waiting waiting')
    expect(queue.paused).toBe(true)
    expect(
      reopened(ended(started(enqueue(EMPTY_QUEUE, [request(1)], null), 1), 'done')).paused,
    ).toBe(false)
  })
})

describe('the time a queue takes', () => {
  const entry = newEntry(syntheticRecord({ record: { wallSeconds: 100 } }), 'here')

  it('is known from runs of the recipe, else from its operations', () => {
    expect(expectedSeconds(request(9), [entry], [])).toBe(100)
    const slower = { ...entry, record: { ...entry.record, wallSeconds: 300 } }
    expect(expectedSeconds(request(9), [entry, slower, slower], [])).toBe(300)
    const twice = 2 * resolveRecipe(DEFAULT_SETUP.choice).length.count
    const longer = {
      ...request(1),
      choice: { ...DEFAULT_SETUP.choice, overrides: { 'length.count': twice } },
    }
    const expected = expectedSeconds(longer, [entry], []) ?? 0
    expect(expected).toBeGreaterThan(190)
    expect(expected).toBeLessThan(205)
    const linked = { ...entry, origin: 'link' } as const
    expect(expectedSeconds(request(9), [linked], [])).toBeNull()
  })

  it('is known from the measured rate before any run', () => {
    const times = { seconds: 80, secondsLow: 70, secondsHigh: 90, sampleSeconds: 8 }
    const estimate = { choice: DEFAULT_SETUP.choice, engine: 'wgsl', ...times } as const
    expect(expectedSeconds(request(1), [], [estimate])).toBeCloseTo(80, 6)
    expect(expectedSeconds({ ...request(1), engine: 'tfjs' }, [], [estimate])).toBeNull()
  })

  it('is that of all that is left', () => {
    const queue = started(ended(started(THREE, 1), 'done'), 2)
    expect(queueSeconds(queue, 7, () => 50)).toBe(57)
    expect(queueSeconds(queue, null, () => 50)).toBe(100)
    expect(queueSeconds(queue, 7, () => null)).toBeNull()
  })
})

/** A lab whose worker is the test, and a queue for it. */
async function open(disk = new MemoryRunStore()) {
  const { lab, commands, emit } = openTestLab()
  const runner = await QueueRunner.open(lab, disk, (error) => {
    throw error
  })
  lab.setAfterRun({ record: settled, startNext: (run) => runner.runEnded(run) })
  const seeds = () => commands.flatMap((each) => (each.type === 'train' ? [each.seed] : []))
  const say = (event: TrainerEvent) => {
    emit({ type: 'trainer', event })
    return settled().then(settled)
  }
  const diverge = () =>
    say({ type: 'failed', step: 9, message: '', advice: '', saved: null, diverged: true })
  const fail = () => say({ type: 'failed', step: 0, message: 'Lost.', advice: '', saved: null })
  const finish = () =>
    say({
      type: 'done',
      trainSeconds: 1,
      wallSeconds: 1,
      steps: 1,
      test: { live: { loss: 1, accuracy: 1 }, average: null, views: null },
      confusion: [],
      predictions: predictionsOf([], []),
    })
  return { disk, lab, runner, seeds, say, fail, finish, diverge, commands }
}

describe('QueueRunner', () => {
  it('feeds runs to the lab one after another', async () => {
    const { runner, seeds, finish, fail } = await open()
    runner.add([request(1), request(2), request(3)])
    expect(seeds()).toEqual([1])
    await finish()
    expect(seeds()).toEqual([1, 2])
    await fail()
    await finish()
    expect(seeds()).toEqual([1, 2, 3])
    expect(states(runner.store.getState())).toBe('done failed done')
  })

  it('continues after diverged runs, which count as results', async () => {
    const { runner, seeds, diverge } = await open()
    runner.add([request(1), request(2), request(3), request(4)])
    await diverge()
    await diverge()
    await diverge()
    expect(seeds()).toEqual([1, 2, 3, 4])
    expect(states(runner.store.getState())).toBe('done done done running')
  })

  it('ends a run early and continues, unlike a manual stop', async () => {
    const { runner, seeds, say, commands } = await open()
    runner.add([request(1), request(2), request(3)])
    runner.endEarly()
    runner.endEarly()
    expect(commands.filter(({ type }) => type === 'stop')).toHaveLength(1)
    await say({ type: 'stopped', step: 5 })
    expect(seeds()).toEqual([1, 2])
    await say({ type: 'stopped', step: 5 })
    expect(runner.store.getState().paused).toBe(true)
  })

  it('waits for a run that a person started', async () => {
    const { lab, runner, seeds, finish } = await open()
    lab.actions.start(request(7))
    runner.add([request(1)])
    expect(seeds()).toEqual([7])
    await finish()
    expect(seeds()).toEqual([7, 1])
  })

  it('pauses after the current run, resumes, and is cancelled', async () => {
    const { runner, seeds, finish } = await open()
    runner.add([request(1), request(2), request(3)])
    runner.pause()
    await finish()
    expect(seeds()).toEqual([1])
    runner.resume()
    expect(seeds()).toEqual([1, 2])
    runner.cancelAll()
    await finish()
    expect(seeds()).toEqual([1, 2])
  })

  it('pauses if the user stops the run, even before its first step', async () => {
    const { runner, seeds, say } = await open()
    runner.add([request(1), request(2)])
    await say({ type: 'stopped', step: 0 })
    expect(runner.store.getState().paused).toBe(true)
    expect(seeds()).toEqual([1])
  })

  it('finds the queue of an earlier page, paused', async () => {
    const first = await open()
    first.runner.add([request(1), request(2)], 'ladder')
    await new Promise((resolve) => setTimeout(resolve, 5))
    const { runner, seeds } = await open(first.disk)
    expect(runner.store.getState()).toMatchObject({ paused: true })
    expect(states(runner.store.getState())).toBe('waiting waiting')
    expect(seeds()).toEqual([])
    runner.resume()
    expect(seeds()).toEqual([1])
    expect(runner.store.getState().items[0].experiment).toBe('ladder')
  })

  it('remembers a guess until its run starts, in a later page too', async () => {
    const guessed = { toggle: 'batchNorm', base: DEFAULT_SETUP.choice, guess: 'less' } as const
    const first = await open()
    first.runner.addPair(request(1), request(2), guessed)
    await settled()
    const { runner, lab, finish } = await open(first.disk)
    const guess = () => lab.store.getState().run?.comparison.guessed
    runner.resume()
    expect(guess()).toBeNull()
    await finish()
    expect(guess()).toEqual(guessed)
  })

  it('starts empty if the stored value is not a queue', async () => {
    const disk = new MemoryRunStore()
    await disk.writeValue('queue', { version: 1, paused: false, items: [{ id: 'x' }] })
    const { runner } = await open(disk)
    expect(runner.store.getState()).toEqual(EMPTY_QUEUE)
  })
})

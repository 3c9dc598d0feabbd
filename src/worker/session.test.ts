import { describe, expect, it } from 'vitest'
import { DeviceLost } from '../engine/device.ts'
import type { TrainerEvent } from '../trainer/events.ts'
import type { WorkerEvent } from './protocol.ts'
import { ESTIMATE, GPU, openSession as open, PEAK, TRAIN } from './test-session.ts'

/** What the trainer said of one kind. */
const trainerEventsOf = <T extends TrainerEvent['type']>(
  events: readonly WorkerEvent[],
  type: T,
): Extract<TrainerEvent, { type: T }>[] =>
  events.flatMap((event) =>
    event.type === 'trainer' && isOf(event.event, type) ? [event.event] : [],
  )

const isOf = <T extends TrainerEvent['type']>(
  event: TrainerEvent,
  type: T,
): event is Extract<TrainerEvent, { type: T }> => event.type === type

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

describe('Session', () => {
  it('trains from preparation to the end, and keeps the network until it is released', async () => {
    const { session, events, calls, trainerEvents } = open()
    await session.handle(TRAIN)
    expect(events.slice(0, 4)).toEqual([
      { type: 'preparing', what: 'data' },
      { type: 'preparing', what: 'engine' },
      { type: 'preparing', what: 'kernels', compiled: 1, total: 2 },
      { type: 'preparing', what: 'engine' },
    ])
    expect(trainerEvents().at(0)).toBe('begin')
    expect(trainerEvents().at(-1)).toBe('done')
    expect(calls).toEqual([])
    await session.handle({ type: 'release' })
    expect(calls).toEqual(['dispose'])
  })

  it('stops a run during the download, and pauses the download', async () => {
    const { session, calls, trainerEvents } = open({
      data: { full: () => new Promise(() => {}) },
    })
    const done = session.handle({ ...TRAIN, dataset: 'full' })
    await session.handle({ type: 'stop' })
    await done
    expect(trainerEvents()).toEqual(['stopped'])
    expect(calls).toEqual(['pause'])
  })

  it('stops a run whose warm-up never ends, frees its engine, and takes another', async () => {
    const { session, calls, engines, trainerEvents } = open({ hangs: true })
    const done = session.handle(TRAIN)
    await expect.poll(() => engines[0]?.plans.length).toBe(1)
    await session.handle({ type: 'stop' })
    await done
    expect(trainerEvents()).toEqual(['stopped'])
    expect(calls).toEqual(['dispose'])
    await session.handle(TRAIN)
    expect(trainerEvents().at(-1)).toBe('done')
  })

  it('refuses a second run and leaves the first alone', async () => {
    const { session, events, trainerEvents } = open()
    const first = session.handle(TRAIN)
    await session.handle(TRAIN)
    const problem = events.find((event) => event.type === 'problem')
    expect(problem?.message).toMatch(/under way/)
    await first
    expect(trainerEvents().filter((type) => type === 'done')).toHaveLength(1)
  })

  it('ends a run whose data cannot be had with the data’s own words and advice', async () => {
    const failure = Object.assign(new Error('The archive is cut short.'), {
      advice: 'Fetch it anew.',
    })
    const { session, events } = open({ data: { full: () => Promise.reject(failure) } })
    await session.handle({ ...TRAIN, dataset: 'full' })
    expect(events.at(-1)).toEqual({
      type: 'trainer',
      event: {
        type: 'failed',
        step: 0,
        message: 'The archive is cut short.',
        advice: 'Fetch it anew.',
        kept: null,
      },
    })
  })

  it('takes a new run after one that failed', async () => {
    let broken = true
    const { session, trainerEvents } = open({
      onStep: () => {
        if (broken) throw new Error('This tab lost the GPU.')
      },
    })
    await session.handle(TRAIN)
    expect(trainerEvents()).toEqual(['failed'])
    broken = false
    await session.handle(TRAIN)
    expect(trainerEvents().at(-1)).toBe('done')
  })

  it('goes on with a run that lost its GPU, where it was kept', async () => {
    let lost = true
    const { session, events, engines, trainerEvents } = open({
      onStep: (step) => {
        if (lost && step === 10) throw new DeviceLost('The GPU was lost')
      },
    })
    await session.handle(TRAIN)
    const [failed] = trainerEventsOf(events, 'failed')
    expect(failed).toMatchObject({
      message: 'This tab lost the GPU at step 11.',
      advice: expect.stringContaining('Go on from epoch 3.'),
      kept: { step: 9, epoch: 3 },
    })
    await session.handle({ type: 'kept' })
    const report = { step: 9, epoch: 3, steps: 60, keptAt: 1000 }
    expect(events.at(-1)).toMatchObject({ type: 'kept', run: report, refusal: null })
    lost = false
    await session.handle({ type: 'continue' })
    expect(engines.at(-1)?.restored).toBe(9)
    expect(trainerEventsOf(events, 'begin').at(-1)?.goneOn).toEqual({ step: 9, sameBits: true })
    // What was told before it was kept is told again, for a page that was opened anew.
    const again = events.slice(events.findLastIndex(({ type }) => type === 'kept'))
    expect(
      trainerEventsOf(again, 'epoch')
        .map(({ epoch }) => epoch)
        .slice(0, 3),
    ).toEqual([1, 2, 3])
    const steps = trainerEventsOf(again, 'steps').flatMap((event) => event.steps)
    expect(steps.slice(-51).map(({ step }) => step)).toEqual(range(9, 60))
    expect(trainerEvents().at(-1)).toBe('done')
  })

  it('promises the same bits of its own version only', async () => {
    const { session, events, kept } = open({
      onStep: (step) => {
        if (step === 10) void session.handle({ type: 'stop' })
      },
    })
    await session.handle(TRAIN)
    kept.push({ ...kept[kept.length - 1], code: 'def5678' })
    await session.handle({ type: 'continue' })
    expect(trainerEventsOf(events, 'begin').at(-1)?.goneOn).toMatchObject({ sameBits: false })
  })

  it('says so where no run is kept', async () => {
    const { session, events } = open()
    await session.handle({ type: 'continue' })
    expect(events).toMatchObject([{ type: 'problem', message: expect.stringMatching(/No run/) }])
  })

  it('measures this and later runs as often as it was told', async () => {
    const { session, events } = open()
    await session.handle({ type: 'dynamics', everySteps: 20 })
    await session.handle(TRAIN)
    await session.handle({ type: 'dynamics', everySteps: 0 })
    await session.handle(TRAIN)
    const measured = trainerEventsOf(events, 'dynamics').flatMap(({ steps }) => steps)
    expect(measured.map(({ step }) => step)).toEqual([0, 20, 40])
  })

  it('measures what a run is to measure, and nothing more of the next', async () => {
    const { session, events } = open()
    const forgetting = { groups: 2, images: 5 }
    await session.handle({ ...TRAIN, measures: { dynamicsEvery: 30, forgetting } })
    await session.handle(TRAIN)
    const measured = trainerEventsOf(events, 'dynamics').flatMap(({ steps }) => steps)
    expect(measured.map(({ step }) => step)).toEqual([0, 30])
    expect(trainerEventsOf(events, 'forgetting').map(({ points }) => points.length)).toEqual([2])
  })

  it('changes the rate of the run under way', async () => {
    const { session, events } = open({
      onStep: (step) => {
        if (step === 4) void session.handle({ type: 'rate', factor: 0.5 })
      },
    })
    await session.handle(TRAIN)
    expect(trainerEventsOf(events, 'rate')).toEqual([{ type: 'rate', step: 5, factor: 0.5 }])
  })

  it('estimates from operations over the measured rate', async () => {
    const { session, events } = open({ adapter: { ...GPU, software: true } })
    await session.handle(ESTIMATE)
    const [event] = events
    const seconds = event.type === 'estimate' ? event.estimate.seconds : 0
    expect(Math.abs(seconds / 2720 - 1)).toBeLessThan(0.03)
  })

  it('tells a GPU’s peak once after an estimate, and whenever it is asked', async () => {
    const { session, events, calls } = open({ adapter: GPU })
    await session.handle(ESTIMATE)
    await session.handle(ESTIMATE)
    expect(events.map(({ type }) => type)).toEqual(['estimate', 'peak', 'estimate'])
    expect(events[1]).toEqual({ type: 'peak', peak: PEAK })
    await session.handle({ type: 'peak' })
    expect(calls).toEqual(['peak', 'peak'])
  })

  it('lets a run wait for a measurement under way, and measures nothing more before it', async () => {
    const { session, events } = open({ adapter: GPU })
    const measured = session.handle(ESTIMATE)
    await session.handle(TRAIN)
    await measured
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['estimate', 'preparing'])
    expect(events.map(({ type }) => type)).not.toContain('peak')
  })

  it('shows images: facts, a class, and a preview, whose engine a run does not wait for', async () => {
    const { session, events, calls } = open()
    await session.handle({ type: 'facts', dataset: 'sample' })
    await session.handle({ type: 'thumbnails', dataset: 'sample', label: 0, most: 5 })
    const asked = { ...TRAIN, records: [3, 95], epoch: 2 }
    const { type: _, ...request } = asked
    await session.handle({ type: 'preview', ...request })
    expect(events).toMatchObject([
      { type: 'facts', facts: { train: [96, 0, 0, 0, 0, 0, 0, 0, 0, 0] } },
      { type: 'thumbnails', label: 0, records: [0, 1, 2, 3, 4] },
      { type: 'preview', request, images: [{ record: 3 }, { record: 95 }] },
    ])
    expect(calls).toEqual([])
    await session.handle(TRAIN)
    // The preview's; that of a run which has ended stays, to be looked into.
    expect(calls).toEqual(['dispose'])
  })

  it('says what went wrong with any other command', async () => {
    const { session, events } = open()
    await session.handle({ type: 'describe' })
    expect(events).toEqual([
      { type: 'problem', message: 'No adapter.', advice: 'Reload the page and try again.' },
    ])
  })
})

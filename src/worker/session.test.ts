import { describe, expect, it } from 'vitest'
import { DeviceLost } from '../engine/device/device.ts'
import type { TrainerEvent } from '../trainer/events.ts'
import { Diverged } from '../trainer/recovery/failure.ts'
import type { WorkerEvent } from './protocol.ts'
import { ESTIMATE, GPU, openSession as open, PEAK, TRAIN } from './testing/session.ts'

/** Trainer events of one type. */
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
  it('prepares and trains a run, and keeps its network for inspection', async () => {
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

  it('stops a run whose warm-up never ends, frees its engine, and accepts another run', async () => {
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

  it('reports a batch larger than the sample, and still estimates the full set', async () => {
    const choice = { ...TRAIN.choice, overrides: { batchSize: 8192 } }
    const { session, events } = open({ adapter: GPU })
    await session.handle({ type: 'estimate', choice, engine: 'tfjs' })
    const [estimate] = events.flatMap((event) =>
      event.type === 'estimate' ? [event.estimate] : [],
    )
    expect(estimate).toMatchObject({ seconds: expect.any(Number), sampleSeconds: null })
    await session.handle({ ...TRAIN, choice })
    expect(events.at(-1)).toMatchObject({
      event: {
        type: 'failed',
        message:
          'A batch of 8192 images needs at least 8192 training images, but there are only 96.',
        advice: expect.stringContaining('Choose a smaller batch'),
      },
    })
  })

  it('rejects a second run without affecting the first', async () => {
    const { session, events, trainerEvents } = open()
    const first = session.handle(TRAIN)
    await session.handle(TRAIN)
    const problem = events.find((event) => event.type === 'problem')
    expect(problem?.message).toMatch(/in progress/)
    await first
    expect(trainerEvents().filter((type) => type === 'done')).toHaveLength(1)
  })

  it('fails a run without images with the data error’s message and advice', async () => {
    const failure = Object.assign(new Error('The archive is truncated.'), {
      advice: 'Fetch it again.',
    })
    const { session, events } = open({ data: { full: () => Promise.reject(failure) } })
    await session.handle({ ...TRAIN, dataset: 'full' })
    expect(events.at(-1)).toEqual({
      type: 'trainer',
      event: {
        type: 'failed',
        step: 0,
        message: 'The archive is truncated.',
        advice: 'Fetch it again.',
        code: 'unexpected',
        saved: null,
      },
    })
  })

  it('accepts a new run after a failed one', async () => {
    let broken = true
    const { session, trainerEvents } = open({
      onStep: () => {
        if (broken) throw new Error('The GPU was lost.')
      },
    })
    await session.handle(TRAIN)
    expect(trainerEvents()).toEqual(['failed'])
    broken = false
    await session.handle(TRAIN)
    expect(trainerEvents().at(-1)).toBe('done')
  })

  it('resumes a run that lost its GPU from its checkpoint', async () => {
    let lost = true
    const { session, events, engines, trainerEvents } = open({
      onStep: (step) => {
        if (lost && step === 10) throw new DeviceLost('The GPU was lost')
      },
    })
    await session.handle(TRAIN)
    const [failed] = trainerEventsOf(events, 'failed')
    expect(failed).toMatchObject({
      message: 'The GPU was lost during step 11 and could not be replaced.',
      advice: expect.stringContaining('everything up to there is saved'),
      saved: { step: 9, epoch: 3 },
    })
    await session.handle({ type: 'saved run' })
    const report = { step: 9, epoch: 3, steps: 60, savedAt: 1000 }
    expect(events.at(-1)).toMatchObject({ type: 'saved run', run: report })
    lost = false
    await session.handle({ type: 'continue' })
    expect(engines.at(-1)?.restored).toBe(9)
    expect(trainerEventsOf(events, 'begin').at(-1)?.resumedFrom).toEqual({
      step: 9,
      sameBits: true,
    })
    // Events from before the checkpoint are replayed for a reloaded page.
    const again = events.slice(events.findLastIndex(({ type }) => type === 'saved run'))
    expect(
      trainerEventsOf(again, 'epoch')
        .map(({ epoch }) => epoch)
        .slice(0, 3),
    ).toEqual([1, 2, 3])
    const steps = trainerEventsOf(again, 'steps').flatMap((event) => event.steps)
    expect(steps.slice(-51).map(({ step }) => step)).toEqual(range(9, 60))
    expect(trainerEvents().at(-1)).toBe('done')
  })

  it('resumes a run whose loss became NaN with half the learning rate', async () => {
    let broken = true
    const { session, events, engines } = open({
      onStep: (step) => {
        if (broken && step === 10) throw new Diverged('NaN.', 'Lower it.')
      },
    })
    await session.handle(TRAIN)
    expect(trainerEventsOf(events, 'failed')).toMatchObject([
      { diverged: true, saved: { step: 9, epoch: 3 } },
    ])
    broken = false
    await session.handle({ type: 'continue', rateScale: 0.5 })
    expect(engines.at(-1)?.restored).toBe(9)
    expect(trainerEventsOf(events, 'rate')).toEqual([{ type: 'rate', step: 9, factor: 0.5 }])
    expect(trainerEventsOf(events, 'done')).toHaveLength(1)
  })

  it('promises the same bits only for its own version', async () => {
    const { session, events, saved } = open({
      onStep: (step) => {
        if (step === 10) void session.handle({ type: 'stop' })
      },
    })
    await session.handle(TRAIN)
    saved.push({ ...saved[saved.length - 1], code: 'def5678' })
    await session.handle({ type: 'continue' })
    expect(trainerEventsOf(events, 'begin').at(-1)?.resumedFrom).toMatchObject({ sameBits: false })
  })

  it.each([
    ['other images', { imagesFingerprint: '0123456789abcdef' }],
    ['unknown images', {}],
  ])('promises the same bits only on the same images, not on %s', async (_, images) => {
    const { session, events, saved } = open({
      onStep: (step) => {
        if (step === 10) void session.handle({ type: 'stop' })
      },
    })
    await session.handle(TRAIN)
    const [{ plan }] = trainerEventsOf(events, 'begin')
    expect(plan.imagesFingerprint).toMatch(/^[0-9a-f]{16}$/)
    const { imagesFingerprint: _known, ...unknown } = plan
    const last = saved[saved.length - 1]
    const past = last.past.map((event) =>
      event.type === 'begin' ? { ...event, plan: { ...unknown, ...images } } : event,
    )
    saved.push({ ...last, past })
    await session.handle({ type: 'continue' })
    expect(trainerEventsOf(events, 'begin').at(-1)?.resumedFrom).toMatchObject({ sameBits: false })
  })

  it('reports if no run is saved', async () => {
    const { session, events } = open()
    await session.handle({ type: 'continue' })
    expect(events).toMatchObject([
      { type: 'problem', message: expect.stringMatching(/no saved run/) },
    ])
  })

  it('measures dynamics of this and later runs at the requested interval', async () => {
    const { session, events } = open()
    await session.handle({ type: 'dynamics', everySteps: 20 })
    await session.handle(TRAIN)
    await session.handle({ type: 'dynamics', everySteps: 0 })
    await session.handle(TRAIN)
    const measured = trainerEventsOf(events, 'dynamics').flatMap(({ steps }) => steps)
    expect(measured.map(({ step }) => step)).toEqual([0, 20, 40])
  })

  it('takes a run’s requested measurements in that run only', async () => {
    const { session, events } = open()
    const forgetting = { groups: 2, images: 5 }
    await session.handle({ ...TRAIN, measures: { dynamicsEvery: 30, forgetting } })
    await session.handle(TRAIN)
    const measured = trainerEventsOf(events, 'dynamics').flatMap(({ steps }) => steps)
    expect(measured.map(({ step }) => step)).toEqual([0, 30])
    expect(trainerEventsOf(events, 'forgetting').map(({ points }) => points.length)).toEqual([2])
  })

  it('changes the learning rate of the current run', async () => {
    const { session, events } = open({
      onStep: (step) => {
        if (step === 4) void session.handle({ type: 'rate', factor: 0.5 })
      },
    })
    await session.handle(TRAIN)
    expect(trainerEventsOf(events, 'rate')).toEqual([{ type: 'rate', step: 5, factor: 0.5 }])
  })

  it('estimates times from operations and the measured rate', async () => {
    const { session, events } = open({ adapter: { ...GPU, software: true } })
    await session.handle(ESTIMATE)
    const [event] = events
    const seconds = event.type === 'estimate' ? event.estimate.seconds : 0
    expect(Math.abs(seconds / 2720 - 1)).toBeLessThan(0.03)
  })

  it('sends a GPU’s peak once after an estimate, and on request', async () => {
    const { session, events, calls } = open({ adapter: GPU })
    await session.handle(ESTIMATE)
    await session.handle(ESTIMATE)
    expect(events.map(({ type }) => type)).toEqual(['estimate', 'peak', 'estimate'])
    expect(events[1]).toEqual({ type: 'peak', peak: PEAK })
    await session.handle({ type: 'peak' })
    expect(calls).toEqual(['peak', 'peak'])
  })

  it('makes a run wait for a measurement in progress, and starts no other one before it', async () => {
    const { session, events } = open({ adapter: GPU })
    const measured = session.handle(ESTIMATE)
    await session.handle(TRAIN)
    await measured
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['estimate', 'preparing'])
    expect(events.map(({ type }) => type)).not.toContain('peak')
  })

  it('sends facts, images of a class and a preview, whose engine does not delay a run', async () => {
    const { session, events, calls } = open()
    await session.handle({ type: 'facts', dataset: 'sample' })
    await session.handle({ type: 'thumbnails', dataset: 'sample', label: 0, most: 5 })
    const preview = { ...TRAIN, records: [3, 95], epoch: 2 }
    const { type: _, ...request } = preview
    await session.handle({ type: 'preview', ...request })
    expect(events).toMatchObject([
      { type: 'facts', facts: { train: [96, 0, 0, 0, 0, 0, 0, 0, 0, 0] } },
      { type: 'thumbnails', label: 0, records: [0, 1, 2, 3, 4] },
      { type: 'preview', request, images: [{ record: 3 }, { record: 95 }] },
    ])
    expect(calls).toEqual([])
    await session.handle(TRAIN)
    // Only the preview's engine: that of a finished run stays for inspection.
    expect(calls).toEqual(['dispose'])
  })

  it('reports errors of any other command', async () => {
    const { session, events } = open()
    await session.handle({ type: 'describe' })
    expect(events).toEqual([
      {
        type: 'problem',
        code: 'unexpected',
        message: 'No adapter.',
        advice: 'Reload the page and try again.',
      },
    ])
  })
})

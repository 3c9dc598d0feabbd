import { describe, expect, it } from 'vitest'
import { PLAIN_VIEW } from '../engine/engine.ts'
import type { LogitSteps } from '../engine/logit-steps.ts'
import type { Inspection } from './inspection-protocol.ts'
import type { WorkerEvent } from './protocol.ts'
import { openSession, TRAIN } from './test-session.ts'

const ANSWERS: Inspection = {
  what: 'answers',
  split: 'test',
  records: [3, 1],
  views: [PLAIN_VIEW],
  weights: 'best',
}

/** A session that is asked, and its answers by ticket. */
function open(overrides: Parameters<typeof openSession>[0] = {}) {
  const opened = openSession(overrides)
  const { session, events } = opened
  const ask = async (ticket: number, asked: Inspection = ANSWERS) => {
    await session.handle({ type: 'inspect', ticket, asked })
    return events.find((event) => 'ticket' in event && event.ticket === ticket)
  }
  return { ...opened, ask }
}

async function stepsIn(answer: Promise<WorkerEvent | undefined>): Promise<LogitSteps> {
  const event = await answer
  if (event?.type !== 'inspected' || event.result.what !== 'logitSteps')
    throw new Error('No steps.')
  return event.result.steps
}

describe('looking into a network', () => {
  it('says that there is none yet', async () => {
    const { ask } = open()
    expect(await ask(1)).toMatchObject({ type: 'notInspected', message: /no trained network/ })
  })

  it('uses the last run’s own engine once it has gone to its end', async () => {
    const { session, ask, engines } = open()
    await session.handle(TRAIN)
    expect(await ask(7)).toMatchObject({
      type: 'inspected',
      ticket: 7,
      result: { what: 'answers', records: Uint32Array.of(3, 1) },
    })
    expect(engines).toHaveLength(1)
  })

  it('steps along every class’s mean logit, over whole groups of test images', async () => {
    const { session, ask } = open()
    await session.handle(TRAIN)
    const { after, images } = await stepsIn(ask(1, { what: 'logitSteps', images: 7, share: 0.01 }))
    expect(after).toHaveLength(10)
    expect(images).toBe(7)
  })

  it('is done between two steps of a run, and of a paused one', async () => {
    const asked: Promise<unknown>[] = []
    const { session, ask, engines, trainerEvents } = open({
      onStep: (step) => {
        if (step === 5) asked.push(ask(1))
        if (step === 8) void session.handle({ type: 'pause' })
      },
    })
    const run = session.handle(TRAIN)
    await expect.poll(() => trainerEvents().at(-1)).toBe('paused')
    expect(await asked[0]).toMatchObject({ type: 'inspected' })
    expect(await ask(2)).toMatchObject({ type: 'inspected' })
    expect(engines[0].plans.at(-1)?.step).toBe(8)
    await session.handle({ type: 'resume' })
    await run
    expect(trainerEvents().at(-1)).toBe('done')
  })

  it('builds the network of a run that was stopped from where it was kept, once', async () => {
    const { session, ask, engines, calls } = open({
      onStep: (step) => {
        if (step === 20) void session.handle({ type: 'stop' })
      },
    })
    await session.handle(TRAIN)
    expect(calls).toEqual(['dispose'])
    expect(await ask(1)).toMatchObject({ type: 'inspected' })
    expect(await ask(2)).toMatchObject({ type: 'inspected' })
    expect(engines).toHaveLength(2)
    expect(engines[1].restored).toBe(21)
  })

  it('frees the network before the next run, and another after its GPU failed', async () => {
    const { session, ask, engines, calls } = open()
    await session.handle(TRAIN)
    engines[0].logits = () => Promise.reject(new Error('This tab lost the GPU.'))
    expect(await ask(1)).toMatchObject({ type: 'notInspected', message: /lost/ })
    expect(calls).toEqual(['dispose'])
    expect(await ask(2)).toMatchObject({ type: 'inspected' })
    expect(engines).toHaveLength(2)
    await session.handle(TRAIN)
    expect(calls).toEqual(['dispose', 'dispose'])
  })

  it('refuses images that are not there, and keeps the network', async () => {
    const { session, ask, calls } = open()
    await session.handle(TRAIN)
    expect(await ask(1, { ...ANSWERS, records: [10] })).toMatchObject({
      type: 'notInspected',
      message: 'There is no test image 10; there are 10.',
    })
    expect(calls).toEqual([])
  })
})

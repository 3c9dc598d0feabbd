import { describe, expect, it } from 'vitest'
import { IMAGE_BYTES } from '../../data/records.ts'
import { PLAIN_VIEW } from '../../engine/engine.ts'
import type { Inspection } from './inspection-protocol.ts'
import { openSession, TRAIN } from '../testing/session.ts'

const PREDICT: Inspection = {
  what: 'predict',
  pixels: new Uint8Array(IMAGE_BYTES),
  views: [PLAIN_VIEW],
  weights: 'best',
}

/** A session, and a function that sends an inspection and returns the answer. */
function open(overrides: Parameters<typeof openSession>[0] = {}) {
  const opened = openSession(overrides)
  const { session, events } = opened
  const ask = async (ticket: number, inspection: Inspection = PREDICT) => {
    await session.handle({ type: 'inspect', ticket, inspection })
    return events.find((event) => 'ticket' in event && event.ticket === ticket)
  }
  return { ...opened, ask }
}

describe('inspecting a network', () => {
  it('fails if there is none yet', async () => {
    const { ask } = open()
    expect(await ask(1)).toMatchObject({ type: 'notInspected', message: /no trained network/ })
  })

  it('uses the last run’s own engine after it has finished', async () => {
    const { session, ask, engines } = open()
    await session.handle(TRAIN)
    expect(await ask(7)).toMatchObject({
      type: 'inspected',
      ticket: 7,
      result: { what: 'predict' },
    })
    expect(engines).toHaveLength(1)
  })

  it('runs between two steps, also while paused', async () => {
    const answers: Promise<unknown>[] = []
    const { session, ask, engines, trainerEvents } = open({
      onStep: (step) => {
        if (step === 5) answers.push(ask(1))
        if (step === 8) void session.handle({ type: 'pause' })
      },
    })
    const run = session.handle(TRAIN)
    await expect.poll(() => trainerEvents().at(-1)).toBe('paused')
    expect(await answers[0]).toMatchObject({ type: 'inspected' })
    expect(await ask(2)).toMatchObject({ type: 'inspected' })
    expect(engines[0].plans.at(-1)?.step).toBe(8)
    await session.handle({ type: 'resume' })
    await run
    expect(trainerEvents().at(-1)).toBe('done')
  })

  it('builds the network of a stopped run once, from its saved state', async () => {
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

  it('frees the network before the next run, and after its GPU failed', async () => {
    const { session, ask, engines, calls } = open()
    await session.handle(TRAIN)
    engines[0].logits = () => Promise.reject(new Error('The GPU was lost.'))
    expect(await ask(1)).toMatchObject({ type: 'notInspected', message: /lost/ })
    expect(calls).toEqual(['dispose'])
    expect(await ask(2)).toMatchObject({ type: 'inspected' })
    expect(engines).toHaveLength(2)
    await session.handle(TRAIN)
    expect(calls).toEqual(['dispose', 'dispose'])
  })

  it('rejects an unknown layer, and keeps the network', async () => {
    const { session, ask, calls } = open()
    await session.handle(TRAIN)
    expect(await ask(1, { what: 'weights', layer: 'attic' })).toMatchObject({
      type: 'notInspected',
      message: 'The network has no layer "attic" with weights.',
    })
    expect(calls).toEqual([])
  })
})

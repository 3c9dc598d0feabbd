import { describe, expect, it } from 'vitest'
import { PLAIN_VIEW } from '../../engine/engine.ts'
import { scriptedWeights } from '../../trainer/testing/weights.ts'
import { openSession, TRAIN } from '../testing/session.ts'
import type { Inspection } from './inspection-protocol.ts'

const PREDICT: Inspection = {
  what: 'predict',
  pixels: new Uint8Array(2 * 3072),
  views: [PLAIN_VIEW],
  weights: 'best',
}

function open(overrides: Parameters<typeof openSession>[0]) {
  const opened = openSession(overrides)
  const ask = async (ticket: number, inspection: Inspection = PREDICT) => {
    await opened.session.handle({ type: 'inspect', ticket, of: 'shipped', inspection })
    return opened.events.find((event) => 'ticket' in event && event.ticket === ticket)
  }
  return { ...opened, ask }
}

describe('the shipped network', () => {
  it('predicts pictures without a run, on an engine built once', async () => {
    let fetched = 0
    const { ask, engines } = open({
      shippedWeights: () => {
        fetched++
        return scriptedWeights('auto')
      },
    })
    expect(await ask(1)).toMatchObject({ type: 'inspected', result: { what: 'predict' } })
    expect(await ask(2)).toMatchObject({ type: 'inspected' })
    expect(fetched).toBe(1)
    expect(engines).toHaveLength(1)
    expect(engines[0].restored).toBe(7)
  })

  it('returns its weights without an engine, and rejects inspections that need training images', async () => {
    const { ask, engines } = open({ shippedWeights: () => scriptedWeights('auto') })
    expect(await ask(1, { what: 'weights', layer: 'whitening' })).toMatchObject({
      type: 'inspected',
      result: { shape: [2, 2, 3, 24], eigenvalues: expect.any(Float64Array) },
    })
    expect(await ask(2, { what: 'profile' })).toMatchObject({
      type: 'notInspected',
      message: /predict pictures/,
    })
    expect(engines).toHaveLength(0)
  })

  it('reports why a damaged file is rejected, and tries again at the next request', async () => {
    let damaged = true
    const { ask } = open({
      shippedWeights: async () => {
        const bytes = await scriptedWeights('auto')
        return damaged ? bytes.slice(0, -8) : bytes
      },
    })
    expect(await ask(1)).toMatchObject({ type: 'notInspected', message: /truncated/ })
    damaged = false
    expect(await ask(2)).toMatchObject({ type: 'inspected' })
  })

  it('does not affect the last run’s network', async () => {
    const { session, ask, calls, engines } = open({ shippedWeights: () => scriptedWeights('auto') })
    await session.handle(TRAIN)
    expect(await ask(1)).toMatchObject({ type: 'inspected' })
    expect(engines).toHaveLength(2)
    expect(calls).not.toContain('dispose')
  })
})

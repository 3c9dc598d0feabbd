import { describe, expect, it } from 'vitest'
import type { CaseResult } from '../../engine/wgsl/selftest/run-case.ts'
import type { SelfTest, SelfTestOptions } from '../../engine/wgsl/selftest/self-test.ts'
import type { WorkerEvent } from '../protocol.ts'
import { openSession, TRAIN } from '../testing/session.ts'

const SKIPPED = { f16: 1, subgroups: 0, slow: 2 }
const RESULT: CaseResult = {
  kernel: 'add',
  name: 'a case',
  storage: 'f32',
  error: 0,
  tolerance: 0,
  passed: true,
  problem: null,
}

/** A test whose results arrive one per task until it is stopped. */
const scripted = (cases: number, onResult: (done: number) => void = () => {}): SelfTest => ({
  cases,
  matrices: 0,
  skipped: SKIPPED,
  async run(options: SelfTestOptions) {
    for (let done = 0; done < cases; done++) {
      await new Promise((resolve) => setTimeout(resolve, 0))
      if (options.signal.aborted) return
      options.onResult(RESULT)
      onResult(done + 1)
    }
  },
})

const eventsOf = (events: readonly WorkerEvent[]) =>
  events.flatMap((event) => (event.type === 'selfTest' ? [event.event] : []))

describe('the self-test of a session', () => {
  it('reports its cases, each result, and its end', async () => {
    const { session, events } = openSession({ selfTest: scripted(2) })
    await session.handle({ type: 'selfTest', seed: 7 })
    expect(eventsOf(events)).toEqual([
      { type: 'begin', seed: 7, cases: 2, skipped: SKIPPED },
      { type: 'result', result: RESULT },
      { type: 'result', result: RESULT },
      { type: 'end', how: 'complete' },
    ])
  })

  it('stops on request', async () => {
    const { session, events } = openSession({
      selfTest: scripted(1000, (done) => {
        if (done === 2) void session.handle({ type: 'stopSelfTest' })
      }),
    })
    await session.handle({ type: 'selfTest', seed: 7 })
    expect(eventsOf(events).map(({ type }) => type)).toEqual(['begin', 'result', 'result', 'end'])
    expect(eventsOf(events).at(-1)).toEqual({ type: 'end', how: 'stopped' })
  })

  it('stops when a run starts, and does not start during one', async () => {
    const { session, events, trainerEvents } = openSession({ selfTest: scripted(1_000_000) })
    const test = session.handle({ type: 'selfTest', seed: 7 })
    const run = session.handle(TRAIN)
    await session.handle({ type: 'selfTest', seed: 8 })
    await test
    await run
    expect(trainerEvents().at(-1)).toBe('done')
    const posted = eventsOf(events)
    expect(posted).toContainEqual({ type: 'end', how: 'stopped' })
    expect(posted).toContainEqual({ type: 'refused', reason: expect.stringMatching(/in progress/) })
    expect(posted.filter(({ type }) => type === 'begin')).toHaveLength(1)
  })

  it('reports why there is nothing to test', async () => {
    const { session, events } = openSession()
    await session.handle({ type: 'selfTest', seed: 7 })
    expect(eventsOf(events)).toEqual([{ type: 'refused', reason: 'No WebGPU.' }])
  })

  it('reports a lost device both as its end and as a problem', async () => {
    const run = () => Promise.reject(new Error('The GPU was lost.'))
    const { session, events } = openSession({ selfTest: { ...scripted(1), run } })
    await session.handle({ type: 'selfTest', seed: 7 })
    expect(eventsOf(events).at(-1)).toEqual({ type: 'end', how: 'failed' })
    expect(events.at(-1)).toMatchObject({ type: 'problem', message: 'The GPU was lost.' })
  })
})

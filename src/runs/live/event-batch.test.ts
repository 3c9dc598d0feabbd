import { describe, expect, it } from 'vitest'
import type { WorkerEvent } from '../../worker/protocol.ts'
import { batchEvents } from './event-batch.ts'

const figures = (step: number): WorkerEvent => ({
  type: 'trainer',
  event: {
    type: 'steps',
    trainSeconds: step,
    wallSeconds: step,
    steps: [],
    usage: { bytesAtMost: 0, javascriptMs: 0 },
  },
})
const NEWS: WorkerEvent = { type: 'trainer', event: { type: 'paused', step: 1 } }

/** A batch with a manual clock. */
function open() {
  let now = 0
  let calls: { at: number; callback: () => void }[] = []
  const delivered: { at: number; events: readonly WorkerEvent[] }[] = []
  const receive = batchEvents((events) => delivered.push({ at: now, events }), {
    now: () => now,
    later(callback, milliseconds) {
      const call = { at: now + milliseconds, callback }
      calls.push(call)
      return () => {
        calls = calls.filter((other) => other !== call)
      }
    },
  })
  const passTo = (time: number) => {
    now = time
    const due = calls.filter(({ at }) => at <= time)
    calls = calls.filter(({ at }) => at > time)
    for (const { callback } of due) callback()
  }
  return { receive, passTo, delivered }
}

describe('batchEvents', () => {
  it('hands figures on at most four times a second', () => {
    const { receive, passTo, delivered } = open()
    for (let time = 0; time <= 1000; time += 25) {
      receive(figures(time))
      passTo(time)
    }
    expect(delivered.map(({ at }) => at)).toEqual([0, 250, 500, 750, 1000])
    expect(delivered.flatMap(({ events }) => events)).toHaveLength(41)
  })

  it('counts kernels as figures, but what is prepared as news', () => {
    const { receive, passTo, delivered } = open()
    receive({ type: 'preparing', what: 'engine' })
    passTo(0)
    receive({ type: 'preparing', what: 'kernels', compiled: 1, total: 2 })
    passTo(100)
    expect(delivered).toHaveLength(1)
    passTo(250)
    expect(delivered).toHaveLength(2)
  })

  it('does not keep news waiting, and keeps the order', () => {
    const { receive, passTo, delivered } = open()
    receive(figures(0))
    passTo(0)
    passTo(10)
    receive(figures(1))
    passTo(20)
    receive(NEWS)
    passTo(20)
    expect(delivered.at(-1)).toEqual({ at: 20, events: [figures(1), NEWS] })
    passTo(1000)
    expect(delivered).toHaveLength(2)
  })
})

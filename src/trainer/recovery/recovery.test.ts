import { describe, expect, it } from 'vitest'
import { DeviceLost } from '../../engine/device/device.ts'
import type { Checkpoint } from './checkpoint.ts'
import { RunControl } from '../control.ts'
import type { TrainerEvent } from '../events.ts'
import { type Attempt, ReplacementPace, trainThroughLosses } from './recovery.ts'

const checkpointAt = (step: number): Checkpoint => ({
  snapshot: { step, writer: 'test', tensors: {} },
  trainSeconds: 1,
  wallSeconds: 1,
  epochSteps: [],
  rateFactor: 1,
})

const lostAt = (step: number) => ({
  error: new DeviceLost('The GPU was lost', 'reset'),
  step,
  saved: null,
})

/** A run with scripted attempts. */
async function follow(
  attempts: readonly ((attempt: Attempt) => ReturnType<typeof lostAt> | null)[],
) {
  const events: TrainerEvent[] = []
  const seen: Attempt[] = []
  const waits: number[] = []
  const control = new RunControl()
  const done = trainThroughLosses({
    from: null,
    savedAt: null,
    control,
    emit: (event) => events.push(event),
    now: () => 0,
    wait: async (milliseconds) => void waits.push(milliseconds),
    attempt: async (attempt) => {
      seen.push(attempt)
      return attempts[seen.length - 1](attempt)
    },
  })
  await done
  return { events, seen, waits }
}

describe('trainThroughLosses', () => {
  it('resumes from the last checkpoint and makes later changes of the rate again', async () => {
    const { events, seen, waits } = await follow([
      ({ emit, onCheckpoint }) => {
        emit({ type: 'rate', step: 2, factor: 3 })
        onCheckpoint(checkpointAt(4))
        emit({ type: 'rate', step: 5, factor: 0.5 })
        return lostAt(7)
      },
      ({ emit }) => {
        emit({ type: 'rate', step: 5, factor: 0.5 })
        return lostAt(6)
      },
      () => null,
    ])
    expect(seen.map(({ from }) => from?.snapshot.step)).toEqual([undefined, 4, 4])
    const rateChanges = [
      { type: 'rate', step: 2, factor: 3 },
      { type: 'rate', step: 5, factor: 0.5 },
    ]
    expect(seen.map(({ retaken }) => retaken)).toEqual([
      null,
      { end: 7, rateChanges },
      { end: 7, rateChanges },
    ])
    expect(waits).toEqual([250, 2000])
    expect(events.filter(({ type }) => type === 'interrupted')).toHaveLength(2)
  })

  it('leaves a first attempt that cannot be prepared to the caller, and tries a later one again', async () => {
    const refuse = () => {
      throw new Error('no room')
    }
    await expect(follow([refuse])).rejects.toThrow('no room')
    const { events } = await follow([() => lostAt(3), refuse, () => null])
    expect(events).toMatchObject([
      { type: 'interrupted', step: 3, reason: 'reset' },
      { type: 'interrupted', step: 3, reason: 'no room' },
    ])
  })
})

describe('ReplacementPace', () => {
  it('allows three in five minutes, each after a longer wait', () => {
    let now = 0
    const pace = new ReplacementPace(() => now)
    expect([pace.next(), pace.next(), pace.next(), pace.next()]).toEqual([250, 2000, 8000, null])
    now = 5 * 60_000 - 1
    expect(pace.next()).toBeNull()
    now++
    expect([pace.next(), pace.next(), pace.next(), pace.next()]).toEqual([250, 2000, 8000, null])
  })
})

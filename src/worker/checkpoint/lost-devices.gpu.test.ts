import { describe, expect, it } from 'vitest'
import { DeviceLosses, openGpuSession } from '../testing/lost-devices.ts'

describe('a run whose device is lost', () => {
  it('ends with the same bits as an undisturbed one, even if the replacement is lost too', async () => {
    const left = await (await openGpuSession()).run()
    expect(left.last?.type).toBe('done')
    const losses = new DeviceLosses({ stage: 'saving', after: 1 }, { stage: 'building', after: 5 })
    const { run, events, opens } = await openGpuSession({ losses })
    const { end, last } = await run()
    expect(losses.left).toBe(0)
    expect(opens()).toBe(3)
    expect(last).toEqual(left.last)
    expect(end).toEqual(left.end)
    expect(events.flatMap((event) => (event.type === 'begin' ? [event.resumedFrom] : []))).toEqual([
      null,
      { step: 2, sameBits: true },
    ])
  })

  it('fails with a message and the saved state if no device comes back', async () => {
    const losses = new DeviceLosses({ stage: 'testing', after: 0 })
    const { run, session, events, saved } = await openGpuSession({ losses, devices: 1 })
    const { last } = await run()
    expect(last).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('could not be replaced'),
      saved: { step: 2, epoch: 0.5 },
    })
    expect(events.filter(({ type }) => type === 'interrupted')).toHaveLength(3)
    expect(saved.at(-1)?.checkpoint.snapshot.step).toBe(2)
    await session.handle({ type: 'continue' })
    expect(events.at(-1)).toMatchObject({ type: 'failed', saved: { step: 2 } })
  })
})

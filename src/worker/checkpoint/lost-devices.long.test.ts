import { beforeAll, describe, expect, it } from 'vitest'
import type { OpenDevice } from '../../engine/device/device.ts'
import { ShortTileMemory } from '../../engine/wgsl/tuning/tile-memory.ts'
import { randomWords } from '../../random/stream.ts'
import {
  DeviceLosses,
  type Ended,
  momentIn,
  openGpuSession,
  STAGES,
  type Stage,
  undisturbedRun,
} from '../testing/lost-devices.ts'

const SEED = 12
const MOMENTS = 20
describe('a run whose device is lost at any command', () => {
  let left: Ended
  let counts: Readonly<Record<Stage, number>>

  beforeAll(async () => {
    ;({ ended: left, counts } = await undisturbedRun())
  })

  // The same number in each stage. The number of commands depends on timing, so the last ones may be missing.
  const words = randomWords(SEED, 'lost devices', 0, MOMENTS)
  it.each(Array.from(words, (word, i) => ({ word, stage: STAGES[i % STAGES.length] })))(
    'ends with the same bits as an undisturbed one: $stage, $word',
    async ({ word, stage }) => {
      const losses = new DeviceLosses(momentIn(stage, word, counts))
      const { run, events } = await openGpuSession({ losses })
      const { end, last } = await run()
      expect(left.last?.type).toBe('done')
      expect(losses.left).toBe(0)
      expect(events.filter(({ type }) => type === 'interrupted')).toHaveLength(1)
      expect(last).toEqual(left.last)
      expect(end).toEqual(left.end)
    },
  )

  it('ends with the same bits after losing three devices in a row', async () => {
    const losses = new DeviceLosses(
      { stage: 'training', after: 3 },
      { stage: 'building', after: 7 },
      { stage: 'testing', after: 1 },
    )
    const { run, opens } = await openGpuSession({ losses })
    const { end } = await run()
    expect(opens()).toBe(4)
    expect(end).toEqual(left.end)
  })

  it('gives up at the fourth loss within five minutes, and resumes on request', async () => {
    const building = { stage: 'building', after: 2 } as const
    const losses = new DeviceLosses({ stage: 'saving', after: 1 }, building, building, building)
    const { run, session, events, saved } = await openGpuSession({ losses })
    const { last } = await run()
    expect(last).toMatchObject({
      type: 'failed',
      message: expect.stringMatching(/replaced/),
      saved: { step: 2, epoch: 0.5 },
    })
    await session.handle({ type: 'continue' })
    expect(events.at(-1)).toEqual(left.last)
    expect(saved.at(-1)?.checkpoint.snapshot).toEqual(left.end)
  })
})

const takenForGpu = (opened: OpenDevice): OpenDevice => ({
  ...opened,
  adapter: { ...opened.adapter, software: false },
})

it('a run whose device is lost while tiles are tuned ends with the same bits', async () => {
  const tiles = new ShortTileMemory()
  const asGpu = { tiles, asOpened: takenForGpu }
  const losses = new DeviceLosses({ stage: 'building', after: 30 })
  const { run, events } = await openGpuSession({ ...asGpu, losses })
  const { end, last } = await run()
  expect(events.filter(({ type }) => type === 'interrupted')).toHaveLength(1)
  expect(last?.type).toBe('done')
  expect(end?.writer).toMatch(/ tiles /)
  const begun = events.find((event) => event.type === 'begin')
  // With the tiles and micro-batches that timing chose then.
  const again = await openGpuSession({
    ...asGpu,
    microBatches: begun?.plan.engine.microBatches ?? 1,
  })
  const left = await again.run()
  // `writer` may differ: it names all known tiles, and the second run had time to tune more tasks.
  expect(end?.tensors).toEqual(left.end?.tensors)
})

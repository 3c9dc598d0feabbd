import { expect, it } from 'vitest'
import { presetNamed } from '../../../recipe/presets.ts'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import type { OpenDevice } from '../../device/device.ts'
import { FailureWatch } from '../../failure.ts'
import { isTuned, Tuner } from './autotune.ts'
import { BufferPool } from '../runtime/buffers/buffers.ts'
import { taskKey, tileFor } from '../kernels/conv/conv-task.ts'
import { convTiles } from '../kernels/conv/conv-tiles.ts'
import { deviceProfile } from '../plan/limits.ts'
import { PipelineCache } from '../runtime/pipelines.ts'
import { createPlan } from '../plan/plan.ts'
import { openSharedDevice, withFeatures } from '../testing/run.ts'
import { ShortTileMemory } from './tile-memory.ts'

/** A tiny network's plan with a single convolution, to keep the test short. */
function smallPlan(opened: OpenDevice) {
  const { recipe } = presetNamed('tiny')
  const spec = engineSpec({ ...recipe, batchSize: 8 })
  const profile = deviceProfile(opened)
  const plan = createPlan({ spec, storage: 'f32', microBatches: 1, profile })
  const convolutions = plan.convolutions.filter(({ kind }) => kind === 'weightGradient').slice(-1)
  return { ...plan, convolutions }
}

/** A tuner whose clock advances by this many milliseconds per reading. */
function tunerOn(opened: OpenDevice, memory: ShortTileMemory, tick = 1) {
  const pipelines = new PipelineCache(opened.device)
  const failure = new FailureWatch(opened)
  let clock = 0
  const now = () => (clock += tick)
  return { tuner: new Tuner({ opened, failure, pipelines, memory, now }), pipelines }
}

it('measures tiles once and remembers them, and leaves no buffer', async () => {
  const opened = await openSharedDevice()
  const plan = smallPlan(opened)
  const [task] = plan.convolutions
  const candidates = convTiles(task, plan.request.profile)
  expect(candidates.length).toBeGreaterThan(1)
  const memory = new ShortTileMemory()
  const pool = new BufferPool(opened.device)
  const first = tunerOn(opened, memory)
  const choices = await first.tuner.choose(plan, pool)
  expect(candidates).toContainEqual(choices.get(taskKey(task)))
  expect(isTuned(plan, choices)).toBe(true)
  expect(first.pipelines.count).toBeGreaterThanOrEqual(candidates.length)
  expect(pool.count).toBe(0)

  const second = tunerOn(opened, memory)
  const again = await second.tuner.choose(plan, pool)
  expect(tileFor(task, again, plan.request.profile)).toEqual(choices.get(taskKey(task)))
  expect(second.pipelines.count).toBe(0)
})

it('measures by waiting if the GPU has no clock, unless waiting itself takes too long', async () => {
  const opened = await openSharedDevice()
  const blind = { ...opened, device: withFeatures(opened.device, 'subgroups') }
  const plan = smallPlan(opened)
  const pool = new BufferPool(opened.device)
  const quick = tunerOn(blind, new ShortTileMemory())
  expect(isTuned(plan, await quick.tuner.choose(plan, pool))).toBe(true)
  const memory = new ShortTileMemory()
  const slow = tunerOn(blind, memory, 100)
  expect((await slow.tuner.choose(plan, pool)).size).toBe(0)
  expect(slow.pipelines.count).toBe(0)
  expect(pool.count).toBe(0)
})

it('leaves processors their best guess', async () => {
  const opened = await openSharedDevice()
  const { tuner } = tunerOn(opened, new ShortTileMemory())
  expect(tuner.able).toBe(!opened.adapter.software)
})

import { expect, it } from 'vitest'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import { FailureWatch } from '../../failure.ts'
import { deviceProfile } from '../plan/limits.ts'
import { createPlan } from '../plan/plan.ts'
import { BufferPool } from '../runtime/buffers/buffers.ts'
import { Executable } from '../runtime/executable.ts'
import { PipelineCache } from '../runtime/pipelines.ts'
import { ONE_IN_FLIGHT, SUBMIT_BUDGET } from '../runtime/submits.ts'
import { openSharedDevice, smallTiny } from '../testing/run.ts'
import { measureStep } from './measure-step.ts'

it('times steps within both budgets and leaves no data', async () => {
  const opened = await openSharedDevice()
  const { device } = opened
  const spec = engineSpec(smallTiny())
  const plan = createPlan({
    spec,
    storage: 'f32',
    microBatches: 1,
    profile: deviceProfile(opened),
  })
  const pool = new BufferPool(device)
  const executable = await Executable.build(device, pool, PipelineCache.of(device), plan)
  const bytes = pool.bytes
  const failure = new FailureWatch(opened)
  const now = () => performance.now()
  const { milliseconds, budget } = await measureStep({ device, pool, failure, executable, now })
  expect(milliseconds).toBeGreaterThan(0)
  expect([SUBMIT_BUDGET, ONE_IN_FLIGHT]).toContain(budget)
  expect(pool.bytes).toBe(bytes)
  expect(() => executable.split('train')).toThrow('No train images are loaded.')
  pool.destroyAll()
  failure.stop()
})

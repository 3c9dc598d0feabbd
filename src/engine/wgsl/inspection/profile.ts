import type { FailureWatch } from '../../failure.ts'
import type { Profile } from '../../inspection/profile.ts'
import type { BoundDispatch } from '../runtime/bound-dispatches.ts'
import type { BufferPool } from '../runtime/buffers/buffers.ts'
import type { Executable } from '../runtime/executable.ts'
import { shortestTimes } from '../runtime/dispatch-timer.ts'
import type { Dispatch } from '../plan/program.ts'
import type { Scalars } from '../runtime/buffers/scalars.ts'
import { ZERO_RATES } from '../runtime/zero-rates.ts'

export interface ProfileOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly failure: FailureWatch
  readonly executable: Executable
  readonly scalars: Scalars
  /** An unused entry of the metrics. */
  readonly slot: number
}

interface Timed {
  readonly dispatch: Dispatch
  readonly bound: BoundDispatch
  /** In a step. */
  readonly runs: number
}

/**
 * Times every dispatch of a training step by timestamps around a pass of its own, run several times in a row if it is
 * short. Caches are warm, and nothing overlaps, so the sum is not a step's own time. Leaves a meaningless state.
 */
export async function profileStep(options: ProfileOptions): Promise<Profile> {
  const { device, executable, scalars, slot } = options
  const { plan } = executable
  const { spec, microBatches, storage } = plan.request
  const { lowCount } = executable.split('train')
  scalars.setRates(ZERO_RATES)
  scalars.setAverageDecay(1)
  scalars.setPosition({ first: 0, lowCount, count: 0, augmentation: 0 })
  scalars.setMetricsOutput(slot, true)
  scalars.write(device.queue, executable.persistent.scalars)

  const pair = (dispatches: readonly Dispatch[], bound: readonly BoundDispatch[], runs: number) =>
    dispatches.map((dispatch, i): Timed => ({ dispatch, bound: bound[i], runs }))
  const timed = [
    ...pair(
      plan.training[0].dispatches,
      executable.training(new Set(), plan.training[0].side),
      microBatches,
    ),
    ...pair(plan.update, executable.update, 1),
    ...pair(plan.average, executable.average, 1),
  ]
  const times = await shortestTimes(
    options,
    timed.map(({ bound }) => [bound]),
  )
  const kernels = timed.map(({ dispatch: { kernel, phase, layer }, runs }, i) => ({
    phase,
    layer,
    kernel: kernel.label,
    milliseconds: runs * times[i],
    flops: runs * kernel.flops,
    bytes: runs * kernel.bindings.reduce((sum, { bytes }) => sum + bytes, 0),
  }))
  return { precision: storage, batchSize: spec.batchSize, microBatches, kernels }
}

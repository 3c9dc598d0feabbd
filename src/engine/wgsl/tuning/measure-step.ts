import { IMAGE_BYTES } from '../../../data/records.ts'
import type { BufferPool } from '../runtime/buffers/buffers.ts'
import type { Executable } from '../runtime/executable.ts'
import type { FailureWatch } from '../../failure.ts'
import { Scalars } from '../runtime/buffers/scalars.ts'
import { destroySplit, uploadSplit } from '../runtime/buffers/split-buffers.ts'
import { enqueueStep } from '../runtime/step-work.ts'
import { ZERO_RATES } from '../runtime/zero-rates.ts'
import { ONE_IN_FLIGHT, SUBMIT_BUDGET, SubmitQueue } from '../runtime/submits.ts'
import { timeSteps, type RunSteps, type StepTiming } from './steps-in-flight.ts'

export interface MeasureOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly failure: FailureWatch
  readonly executable: Executable
  readonly now: () => number
}

/**
 * Times steps on this device, on black images, and chooses whether several submits may be in flight. Afterwards the
 * executable has no data set and a meaningless state.
 */
export async function measureStep(options: MeasureOptions): Promise<StepTiming> {
  const { device, pool, failure, executable, now } = options
  const workDone = () => device.queue.onSubmittedWorkDone()
  // Each queue learns how fast the GPU is, and sizes its submits accordingly.
  const queues = new Map(
    [SUBMIT_BUDGET, ONE_IN_FLIGHT].map((budget) => [
      budget,
      new SubmitQueue({ workDone, now, budget }),
    ]),
  )
  const { spec } = executable.plan.request
  const scalars = new Scalars(executable.plan.layout, spec.optimiser)
  const { batchSize } = spec
  const records = {
    count: batchSize,
    labels: new Uint8Array(batchSize),
    pixels: new Uint8Array(batchSize * IMAGE_BYTES),
  }
  const split = await uploadSplit(device, pool, 'train', records)
  executable.setData({ splits: new Map([['train', split]]), logitSums: split.draws })
  const run: RunSteps = async (budget, steps) => {
    const queue = queues.get(budget)
    if (queue === undefined) throw new RangeError('Steps cannot be timed within this budget.')
    const start = now()
    for (let i = 0; i < steps; i++) {
      const target = { first: 0, slot: 0, before: () => {}, end: () => {}, after: () => {} }
      enqueueStep(
        { device, queue, scalars, executable },
        { rates: ZERO_RATES, averageDecay: null },
        target,
      )
    }
    await failure.race(queue.idle())
    return now() - start
  }
  const timing = await timeSteps(run, spec.batches === 'made')
  executable.setData({ splits: new Map(), logitSums: null })
  destroySplit(pool, split)
  return timing
}

import { IMAGE_BYTES } from '../../../data/records.ts'
import type { BufferPool } from '../runtime/buffers/buffers.ts'
import type { Executable } from '../runtime/executable.ts'
import type { FailureWatch } from '../../failure.ts'
import { Scalars } from '../runtime/buffers/scalars.ts'
import { destroySplit, uploadSplit } from '../runtime/buffers/split-buffers.ts'
import { enqueueStep } from '../runtime/step-work.ts'
import { STILL_RATES } from '../runtime/still-rates.ts'
import { SubmitQueue } from '../runtime/submits.ts'

export interface MeasureOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly failure: FailureWatch
  readonly executable: Executable
  readonly now: () => number
}

/** Time to spend on measuring after the first step, in ms, and the most steps it may take. */
const DURATION = 200
const MOST_STEPS = 20

/**
 * Milliseconds of a step on this device, from black images: one step to warm up, then as many as fit in a fifth of a
 * second. Leaves no data set and a meaningless state in the executable.
 */
export async function measureStep(options: MeasureOptions): Promise<number> {
  const { device, pool, failure, executable, now } = options
  const queue = new SubmitQueue({ workDone: () => device.queue.onSubmittedWorkDone(), now })
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
  const run = async (steps: number) => {
    const start = now()
    for (let i = 0; i < steps; i++) {
      const target = { first: 0, slot: 0, before: () => {}, end: () => {}, after: () => {} }
      enqueueStep(
        { device, queue, scalars, executable },
        { rates: STILL_RATES, averageDecay: null },
        target,
      )
    }
    await failure.race(queue.idle())
    return now() - start
  }
  const first = await run(1)
  const steps = Math.min(MOST_STEPS, Math.floor(DURATION / first))
  const time = steps > 0 ? (await run(steps)) / steps : first
  executable.setData({ splits: new Map(), logitSums: null })
  destroySplit(pool, split)
  return time
}

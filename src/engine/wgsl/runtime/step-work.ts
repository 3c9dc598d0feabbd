import { IMAGE_BYTES, IMAGE_SIDE } from '../../../data/records.ts'
import type { ParameterGroup } from '../../../model/parameters.ts'
import type { MadeBatch } from '../../batch/augment.ts'
import type { BatchSpec } from '../../engine.ts'
import { encodeDispatches, totalWeight, type BoundDispatch } from './bound-dispatches.ts'
import type { Executable } from './executable.ts'
import type { Scalars } from './buffers/scalars.ts'
import { cutByWeight, type SubmitQueue } from './submits.ts'

export interface StepContext {
  readonly device: GPUDevice
  readonly queue: SubmitQueue
  readonly scalars: Scalars
  readonly executable: Executable
}

/** What a step reads besides its rates, and where it reports. */
export interface StepTarget {
  /** Position of the first image in the draws. */
  readonly first: number
  /** Entry of its metrics. */
  readonly slot: number
  /** Runs right before the first submit, which it may add to. */
  readonly before: (encoder: GPUCommandEncoder) => void
  /** Adds to the last submit. */
  readonly end: (encoder: GPUCommandEncoder) => void
  /** Runs right after the last. */
  readonly after: () => void
}

/** Groups that a step leaves as they are. */
const frozenGroups = (rates: BatchSpec['rates']): ReadonlySet<ParameterGroup> =>
  new Set((Object.keys(rates) as ParameterGroup[]).filter((group) => rates[group] === null))

/**
 * Enqueues a step: its micro-batches, each in as few submits as the budget allows, then the update of weights and
 * average.
 */
export function enqueueStep(
  { device, queue, scalars, executable }: StepContext,
  {
    rates,
    averageDecay,
    made,
    side = IMAGE_SIDE,
  }: Pick<BatchSpec, 'rates' | 'averageDecay' | 'made' | 'side'>,
  { first, slot, before, end, after }: StepTarget,
): void {
  const { persistent, plan } = executable
  const { microBatches, spec } = plan.request
  const batch = spec.batchSize / microBatches
  const { lowCount } = executable.split('train')
  const training = executable.training(frozenGroups(rates), side)
  const update = [...executable.update, ...(averageDecay === null ? [] : executable.average)]

  const beginStep = (encoder: GPUCommandEncoder) => {
    before(encoder)
    scalars.setRates(rates)
    if (averageDecay !== null) scalars.setAverageDecay(averageDecay)
    if (microBatches > 1) encoder.clearBuffer(persistent.gradients)
  }
  const beginMicroBatch = (microBatch: number) => {
    scalars.setPosition({ first: first + microBatch * batch, lowCount, count: 0, augmentation: 0 })
    scalars.setMetricsOutput(slot, microBatch === 0)
    scalars.write(device.queue, persistent.scalars)
    writeMadeMicroBatch(device, executable, made, microBatch)
  }
  const enqueue = (
    run: readonly BoundDispatch[],
    microBatch: number,
    isFirst: boolean,
    isLast: boolean,
  ) =>
    queue.enqueue({
      weight: totalWeight(run),
      run: () => {
        const encoder = device.createCommandEncoder({ label: 'step' })
        if (isFirst && microBatch === 0) beginStep(encoder)
        if (isFirst) beginMicroBatch(microBatch)
        encodeDispatches(encoder, run)
        const ends = isLast && microBatch === microBatches - 1
        if (ends) end(encoder)
        device.queue.submit([encoder.finish()])
        if (ends) after()
      },
    })

  for (let microBatch = 0; microBatch < microBatches; microBatch++) {
    const dispatches = microBatch === microBatches - 1 ? [...training, ...update] : training
    const runs = cutByWeight(dispatches, queue.submitWeight)
    runs.forEach((run, i) => enqueue(run, microBatch, i === 0, i === runs.length - 1))
  }
}

/** Uploads one micro-batch of a batch made on the CPU, if the engine is built for those. */
export function writeMadeMicroBatch(
  { queue }: GPUDevice,
  { plan, persistent }: Executable,
  made: MadeBatch | undefined,
  microBatch: number,
): void {
  if (!made || !persistent.made) return
  const { spec, microBatches } = plan.request
  const batch = spec.batchSize / microBatches
  const [from, to] = [microBatch * batch, (microBatch + 1) * batch]
  const images = made.images.subarray(from * IMAGE_BYTES, to * IMAGE_BYTES)
  queue.writeBuffer(persistent.made.images, 0, images)
  queue.writeBuffer(persistent.made.truth, 0, made.truth.subarray(from, to))
}

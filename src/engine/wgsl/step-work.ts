import { IMAGE_BYTES } from '../../data/records.ts'
import type { ParameterGroup } from '../../model/parameters.ts'
import type { MadeBatch } from '../augment.ts'
import type { BatchPlan } from '../engine.ts'
import { encodeDispatches, totalWeight, type BoundDispatch } from './bound-dispatches.ts'
import type { Executable } from './executable.ts'
import type { Scalars } from './scalars.ts'
import { cutByWeight, type SubmitQueue } from './submits.ts'

export interface StepContext {
  readonly device: GPUDevice
  readonly queue: SubmitQueue
  readonly scalars: Scalars
  readonly executable: Executable
}

/** What a step reads and where it reports, beside its rates. */
export interface StepPlace {
  /** Position of the first image in the choices. */
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
const frozenGroups = (rates: BatchPlan['rates']): ReadonlySet<ParameterGroup> =>
  new Set((Object.keys(rates) as ParameterGroup[]).filter((group) => rates[group] === null))

/** Enqueues a step: its passes, each in as few submits as the budget allows, then the update of weights and average. */
export function enqueueStep(
  { device, queue, scalars, executable }: StepContext,
  { rates, keepAverage, made }: Pick<BatchPlan, 'rates' | 'keepAverage' | 'made'>,
  { first, slot, before, end, after }: StepPlace,
): void {
  const { residents, plan } = executable
  const { passes, spec } = plan.request
  const batch = spec.batchSize / passes
  const { lowCount } = executable.split('train')
  const training = executable.training(frozenGroups(rates))
  const update = [...executable.update, ...(keepAverage === null ? [] : executable.average)]

  const beginStep = (encoder: GPUCommandEncoder) => {
    before(encoder)
    scalars.setRates(rates)
    if (keepAverage !== null) scalars.setKeep(keepAverage)
    if (passes > 1) encoder.clearBuffer(residents.gradients)
  }
  const beginPass = (pass: number) => {
    scalars.setPosition({ first: first + pass * batch, lowCount, count: 0, augmentation: 0 })
    scalars.setMetricsPlace(slot, pass === 0)
    scalars.write(device.queue, residents.scalars)
    writeMadePass(device, executable, made, pass)
  }
  const enqueue = (
    run: readonly BoundDispatch[],
    pass: number,
    isFirst: boolean,
    isLast: boolean,
  ) =>
    queue.enqueue({
      weight: totalWeight(run),
      run: () => {
        const encoder = device.createCommandEncoder({ label: 'step' })
        if (isFirst && pass === 0) beginStep(encoder)
        if (isFirst) beginPass(pass)
        encodeDispatches(encoder, run)
        const ends = isLast && pass === passes - 1
        if (ends) end(encoder)
        device.queue.submit([encoder.finish()])
        if (ends) after()
      },
    })

  for (let pass = 0; pass < passes; pass++) {
    const dispatches = pass === passes - 1 ? [...training, ...update] : training
    const runs = cutByWeight(dispatches, queue.submitWeight)
    runs.forEach((run, i) => enqueue(run, pass, i === 0, i === runs.length - 1))
  }
}

/** Uploads one pass's share of a batch that was made on the processor, where the network takes such. */
export function writeMadePass(
  { queue }: GPUDevice,
  { plan, residents }: Executable,
  made: MadeBatch | undefined,
  pass: number,
): void {
  if (!made || !residents.made) return
  const { spec, passes } = plan.request
  const batch = spec.batchSize / passes
  const [from, to] = [pass * batch, (pass + 1) * batch]
  const images = made.images.subarray(from * IMAGE_BYTES, to * IMAGE_BYTES)
  queue.writeBuffer(residents.made.images, 0, images)
  queue.writeBuffer(residents.made.truth, 0, made.truth.subarray(from, to))
}

import { CLASS_COUNT } from '../../model/layers.ts'
import { packAugmentation } from '../choices.ts'
import type { Evaluation, Split, View } from '../engine.ts'
import { scoreLogits } from '../scores.ts'
import { encodeDispatches, totalWeight } from './bound-dispatches.ts'
import type { BufferPool } from './buffers.ts'
import type { Executable } from './executable.ts'
import { PADDED_CLASSES } from './parameter-layout.ts'
import { Readback } from './readback.ts'
import type { Scalars } from './scalars.ts'
import type { SubmitQueue } from './submits.ts'

export interface EvaluationOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly queue: SubmitQueue
  readonly scalars: Scalars
  readonly executable: Executable
}

export interface EvaluationRequest {
  readonly split: Split
  readonly views: readonly View[]
  readonly weights: 'live' | 'average'
  readonly count: number
}

/**
 * Enqueues forward passes with running statistics over a split's first images, each view in turn, behind all that was
 * enqueued before; resolves to the score of the views' averaged logits.
 */
export async function evaluateSplit(
  options: EvaluationOptions,
  { split, views, weights, count }: EvaluationRequest,
): Promise<Evaluation> {
  const { device, pool, queue, executable } = options
  const { records } = executable.split(split)
  const total = Math.min(count, records.count)
  if (weights === 'average') enqueueRounding(options, 'average')
  enqueuePasses(options, split, views, weights, total)
  const readback = await new Promise<Readback>((resolve) => {
    const ranges = [{ buffer: executable.logitSums, bytes: 4 * PADDED_CLASSES * total }]
    queue.enqueue({ weight: 0, run: () => resolve(new Readback(device, pool, ranges)) })
    if (weights === 'average') enqueueRounding(options, 'live')
  })
  const [sums] = await readback.floats()
  const { labelSmoothing } = executable.plan.request.spec
  return scoreLogits(withoutPadding(sums, total), records.labels.subarray(0, total), labelSmoothing)
}

/** Rounds the given weights into the half-precision operands; nothing in f32. */
export function enqueueRounding(
  { device, queue, executable }: Pick<EvaluationOptions, 'device' | 'queue' | 'executable'>,
  weights: 'live' | 'average',
): void {
  const dispatches = executable.round(weights)
  if (dispatches.length === 0) return
  const run = () => {
    const encoder = device.createCommandEncoder({ label: 'operands' })
    encodeDispatches(encoder, dispatches)
    device.queue.submit([encoder.finish()])
  }
  queue.enqueue({ weight: totalWeight(dispatches), run })
}

function enqueuePasses(
  { device, queue, scalars, executable }: EvaluationOptions,
  split: Split,
  views: readonly View[],
  weights: 'live' | 'average',
  total: number,
): void {
  const { lowCount } = executable.split(split)
  const { spec, passes } = executable.plan.request
  const batch = spec.batchSize / passes
  const dispatches = executable.evaluation(split, weights)
  const weight = totalWeight(dispatches)
  for (let first = 0; first < total; first += batch) {
    views.forEach((view, i) => {
      const run = () => {
        const augmentation = packAugmentation({ ...view, cutoutX: 0, cutoutY: 0, cutoutSide: 0 })
        scalars.setPosition({ first, lowCount, count: total, augmentation })
        const count = Math.min(batch, total - first)
        scalars.setLogitsPlace({ first, count, fresh: i === 0, weight: view.weight })
        scalars.write(device.queue, executable.residents.scalars)
        const encoder = device.createCommandEncoder({ label: 'evaluation' })
        encodeDispatches(encoder, dispatches)
        device.queue.submit([encoder.finish()])
      }
      queue.enqueue({ weight, run })
    })
  }
}

function withoutPadding(sums: Float32Array, count: number): Float32Array {
  const logits = new Float32Array(CLASS_COUNT * count)
  for (let i = 0; i < count; i++) {
    const from = PADDED_CLASSES * i
    logits.set(sums.subarray(from, from + CLASS_COUNT), CLASS_COUNT * i)
  }
  return logits
}

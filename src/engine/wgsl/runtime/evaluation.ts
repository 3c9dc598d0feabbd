import { CLASS_COUNT } from '../../../model/layers.ts'
import { packAugmentation, UNCHANGED } from '../../batch/augmentation-draws.ts'
import { leastConfident } from '../../predictions/confidence.ts'
import type { View } from '../../engine.ts'
import { encodeDispatches, totalWeight } from './bound-dispatches.ts'
import type { BufferPool } from './buffers/buffers.ts'
import type { Executable } from './executable.ts'
import { PADDED_CLASSES } from '../codegen/parameter-rows.ts'
import { Readback } from './readback/readback.ts'
import type { Scalars } from './buffers/scalars.ts'
import type { SplitName } from './buffers/split-buffers.ts'
import type { SubmitQueue } from './submits.ts'

export interface EvaluationOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly queue: SubmitQueue
  readonly scalars: Scalars
  readonly executable: Executable
}

interface Looking {
  readonly split: SplitName
  readonly views: readonly View[]
  readonly weights: 'live' | 'average'
}

export interface EvaluationRequest extends Looking {
  readonly count: number
  /** The share of the images that gets all views, see `Engine.evaluate`. */
  readonly share: number
}

/**
 * Runs the network with running statistics over a split's first images; resolves to the views' averaged logits [count, 10].
 */
export async function splitLogits(
  options: EvaluationOptions,
  request: EvaluationRequest,
): Promise<Float32Array> {
  const { records } = options.executable.split(request.split)
  const total = Math.min(request.count, records.count)
  const images = Uint32Array.from({ length: total }, (_, i) => i)
  return request.share < 1
    ? selectiveLogits(options, request, images)
    : viewedLogits(options, request, { images, views: request.views, before: null })
}

/** Like `splitLogits`, but for these records of a split, in any order: [records, 10]. */
export async function logitsOfRecords(
  options: EvaluationOptions,
  looking: Looking,
  records: Uint32Array,
): Promise<Float32Array> {
  const images = Uint32Array.from(new Set(records)).sort()
  const { views } = looking
  const sums = await viewedLogits(options, looking, { images, views, before: null })
  const logits = new Float32Array(CLASS_COUNT * records.length)
  records.forEach((record, i) => {
    const at = CLASS_COUNT * record
    logits.set(sums.subarray(at, at + CLASS_COUNT), CLASS_COUNT * i)
  })
  return logits
}

/** Logits under the first view, or under all views for images that the network is least confident about. */
async function selectiveLogits(
  options: EvaluationOptions,
  request: EvaluationRequest,
  images: Uint32Array<ArrayBuffer>,
): Promise<Float32Array> {
  const [{ weight, ...view }, ...further] = request.views
  const first = { ...view, weight: 1 }
  const logits = await viewedLogits(options, request, { images, views: [first], before: null })
  const chosen = leastConfident(logits, Math.floor(request.share * images.length))
  if (chosen.length === 0 || further.length === 0) return logits
  const before = logits.map((logit) => weight * logit)
  const all = await viewedLogits(options, request, { images: chosen, views: further, before })
  for (const image of chosen) {
    const at = CLASS_COUNT * image
    logits.set(all.subarray(at, at + CLASS_COUNT), at)
  }
  return logits
}

interface Viewing {
  /** Indices of the records to evaluate. */
  readonly images: Uint32Array<ArrayBuffer>
  readonly views: readonly View[]
  /** Logits of the split's first records, to add to; null for none. */
  readonly before: Float32Array | null
}

/**
 * Enqueues forward passes with running statistics over some images, one view after the other, after all work enqueued
 * earlier; resolves to the sums of their weighted logits [records, 10], up to the last of the images.
 */
async function viewedLogits(
  options: EvaluationOptions,
  { split, weights }: Looking,
  viewing: Viewing,
): Promise<Float32Array> {
  const { device, pool, queue, executable } = options
  const { logitSums } = executable
  const { images, before } = viewing
  if (weights === 'average') enqueueRounding(options, 'average')
  queue.enqueue({
    weight: 0,
    run: () => {
      device.queue.writeBuffer(executable.split(split).selection, 0, images)
      if (before) device.queue.writeBuffer(logitSums, 0, withPadding(before))
    },
  })
  enqueuePasses(options, split, weights, viewing)
  const readback = await new Promise<Readback>((resolve) => {
    const bytes = 4 * PADDED_CLASSES * ((images.at(-1) ?? 0) + 1)
    const ranges = [{ buffer: logitSums, bytes }]
    queue.enqueue({ weight: 0, run: () => resolve(new Readback(device, pool, ranges)) })
    if (weights === 'average') enqueueRounding(options, 'live')
  })
  const [sums] = await readback.floats()
  return withoutPadding(sums)
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
  split: SplitName,
  weights: 'live' | 'average',
  { images, views, before }: Viewing,
): void {
  const { lowCount } = executable.split(split)
  const { spec, microBatches } = executable.plan.request
  const batch = spec.batchSize / microBatches
  const total = images.length
  const dispatches = executable.evaluation(split, weights)
  const weight = totalWeight(dispatches)
  for (let first = 0; first < total; first += batch) {
    views.forEach((view, i) => {
      const run = () => {
        const augmentation = packAugmentation({ ...UNCHANGED, ...view })
        scalars.setPosition({ first, lowCount, count: total, augmentation })
        const count = Math.min(batch, total - first)
        const fresh = i === 0 && before === null
        scalars.setLogitsOutput({ first, count, fresh, weight: view.weight })
        scalars.write(device.queue, executable.persistent.scalars)
        const encoder = device.createCommandEncoder({ label: 'evaluation' })
        encodeDispatches(encoder, dispatches)
        device.queue.submit([encoder.finish()])
      }
      queue.enqueue({ weight, run })
    })
  }
}

function withPadding(logits: Float32Array): Float32Array<ArrayBuffer> {
  const count = logits.length / CLASS_COUNT
  const sums = new Float32Array(PADDED_CLASSES * count)
  for (let i = 0; i < count; i++) {
    sums.set(logits.subarray(CLASS_COUNT * i, CLASS_COUNT * (i + 1)), PADDED_CLASSES * i)
  }
  return sums
}

function withoutPadding(sums: Float32Array): Float32Array {
  const count = sums.length / PADDED_CLASSES
  const logits = new Float32Array(CLASS_COUNT * count)
  for (let i = 0; i < count; i++) {
    const from = PADDED_CLASSES * i
    logits.set(sums.subarray(from, from + CLASS_COUNT), CLASS_COUNT * i)
  }
  return logits
}

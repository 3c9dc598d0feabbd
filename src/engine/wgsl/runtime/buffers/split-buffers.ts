import { IMAGE_BYTES, type Records } from '../../../../data/records.ts'
import { DRAW_WORDS } from '../../../batch/augmentation-draws.ts'
import type { Split } from '../../../engine.ts'
import type { BufferPool } from './buffers.ts'

/** A data set's splits, and images that are in none. */
export type SplitName = Split | 'others'

/** A split's records on the GPU: planar bytes in two halves, each within the smallest binding limit, and labels. */
export interface SplitBuffers {
  readonly records: Records
  /** Records in `low`; the rest is in `high`. */
  readonly lowCount: number
  readonly low: GPUBuffer
  readonly high: GPUBuffer
  readonly labels: GPUBuffer
  /** An epoch's draws for as many images. */
  readonly draws: GPUBuffer
  /** Indices of the records to evaluate, as many. */
  readonly selection: GPUBuffer
}

/** Uploads a split. Throws `OutOfGpuMemory` if there is no room. */
export async function uploadSplit(
  { queue }: GPUDevice,
  pool: BufferPool,
  name: string,
  records: Records,
): Promise<SplitBuffers> {
  const { count, pixels, labels } = records
  const lowCount = Math.ceil(count / 2)
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST
  // At least one record each, since kernels declare that much.
  const create = (what: string, bytes: number) => pool.create(`${name} ${what}`, bytes, usage)
  const buffers = await pool.allocate(() => ({
    low: create('low', Math.max(1, lowCount) * IMAGE_BYTES),
    high: create('high', Math.max(1, count - lowCount) * IMAGE_BYTES),
    labels: create('labels', count),
    draws: create('draws', 4 * DRAW_WORDS * count),
    selection: create('selection', 4 * count),
  }))
  queue.writeBuffer(buffers.low, 0, pixels.subarray(0, lowCount * IMAGE_BYTES))
  queue.writeBuffer(buffers.high, 0, pixels.subarray(lowCount * IMAGE_BYTES))
  const padded = new Uint8Array(4 * Math.ceil(count / 4))
  padded.set(labels.subarray(0, count))
  queue.writeBuffer(buffers.labels, 0, padded)
  return { records, lowCount, ...buffers }
}

export function destroySplit(pool: BufferPool, split: SplitBuffers): void {
  const { low, high, labels, draws, selection } = split
  for (const buffer of [low, high, labels, draws, selection]) pool.destroy(buffer)
}

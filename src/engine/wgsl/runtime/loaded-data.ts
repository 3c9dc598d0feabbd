import type { Records } from '../../../data/records.ts'
import { DRAW_WORDS, type AugmentationDraws } from '../../batch/augmentation-draws.ts'
import type { BufferPool } from './buffers/buffers.ts'
import type { Executable } from './executable.ts'
import { PADDED_CLASSES } from '../codegen/parameter-rows.ts'
import {
  destroySplit,
  uploadSplit,
  type SplitBuffers,
  type SplitName,
} from './buffers/split-buffers.ts'

export interface LoadedDataOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly executable: Executable
}

/** The images that are on the GPU, room for their logits, and the draws of the epoch that trains on them. */
export class LoadedData {
  readonly #options: LoadedDataOptions
  readonly #splits = new Map<SplitName, SplitBuffers>()
  #logitSums: GPUBuffer | null = null
  #uploaded: AugmentationDraws | null = null

  constructor(options: LoadedDataOptions) {
    this.#options = options
  }

  /** The images loaded under that name, or null. */
  records(name: SplitName): Records | null {
    return this.#splits.get(name)?.records ?? null
  }

  /** Uploads images, replacing those of that name. The GPU must be idle. Throws `OutOfGpuMemory`. */
  async load(name: SplitName, records: Records): Promise<void> {
    const { device, pool, executable } = this.#options
    if (name === 'train') this.#uploaded = null
    const old = this.#splits.get(name)
    if (old) destroySplit(pool, old)
    this.#splits.delete(name)
    this.#splits.set(name, await uploadSplit(device, pool, name, records))
    if (this.#logitSums) pool.destroy(this.#logitSums)
    const images = Math.max(...[...this.#splits.values()].map(({ records: { count } }) => count))
    const { batchSize } = executable.plan.request.spec
    const bytes = 4 * PADDED_CLASSES * batchSize * Math.ceil(images / batchSize)
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
    this.#logitSums = await pool.allocate(() => pool.create('logit sums', bytes, usage))
    executable.setData({ splits: this.#splits, logitSums: this.#logitSums })
  }

  /** Uploads an epoch's draws, unless they are in the buffer already. */
  uploadDraws(draws: AugmentationDraws): void {
    if (draws === this.#uploaded) return
    const { device, executable } = this.#options
    const { draws: buffer } = executable.split('train')
    if (draws.words.byteLength > buffer.size) {
      throw new RangeError(
        `The augmentation draws are for ${draws.words.length / DRAW_WORDS} images, more than are loaded.`,
      )
    }
    device.queue.writeBuffer(buffer, 0, draws.words)
    this.#uploaded = draws
  }
}

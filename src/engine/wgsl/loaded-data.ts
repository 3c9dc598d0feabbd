import type { Records } from '../../data/records.ts'
import { CHOICE_WORDS, type EpochChoices } from '../choices.ts'
import type { BufferPool } from './buffers.ts'
import type { Executable } from './executable.ts'
import { PADDED_CLASSES } from './parameter-layout.ts'
import { destroySplit, uploadSplit, type SplitBuffers, type SplitName } from './split-buffers.ts'

export interface LoadedDataOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly executable: Executable
}

/** The images that are on the GPU, room for their logits, and the choices of the epoch that trains on them. */
export class LoadedData {
  readonly #options: LoadedDataOptions
  readonly #splits = new Map<SplitName, SplitBuffers>()
  #logitSums: GPUBuffer | null = null
  #uploaded: EpochChoices | null = null

  constructor(options: LoadedDataOptions) {
    this.#options = options
  }

  /** What was placed under that name; null where nothing was. */
  records(name: SplitName): Records | null {
    return this.#splits.get(name)?.records ?? null
  }

  /** Puts images on the GPU, which must be idle, in place of those of that name. Throws `OutOfGpuMemory`. */
  async place(name: SplitName, records: Records): Promise<void> {
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

  /** Puts an epoch's choices in their buffer, where they are not there already. */
  uploadChoices(choices: EpochChoices): void {
    if (choices === this.#uploaded) return
    const { device, executable } = this.#options
    const { choices: buffer } = executable.split('train')
    if (choices.words.byteLength > buffer.size) {
      throw new RangeError(
        `The choices are for ${choices.words.length / CHOICE_WORDS} images, more than are loaded.`,
      )
    }
    device.queue.writeBuffer(buffer, 0, choices.words)
    this.#uploaded = choices
  }
}

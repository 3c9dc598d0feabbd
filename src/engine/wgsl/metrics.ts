import type { StepMetrics } from '../engine.ts'
import type { BufferPool } from './buffers.ts'
import { METRIC_ENTRIES } from './plan.ts'

/** Numbers of one step on the GPU: summed loss, images named right, 1 where all was finite, unused. */
const ENTRY_NUMBERS = 4
const ENTRY_BYTES = 4 * ENTRY_NUMBERS
const STAGING_BUFFERS = 3
/** Milliseconds between two reads, as long as steps come in. */
const INTERVAL = 250

export interface MetricsReaderOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  /** METRIC_ENTRIES entries, which the steps' loss kernels write in turn. */
  readonly source: GPUBuffer
  readonly batchSize: number
  readonly now: () => number
}

/** Reads what steps report through a ring of staging buffers, a few times a second and never waiting in between. */
export class MetricsReader {
  readonly #options: MetricsReaderOptions
  readonly #free: GPUBuffer[]
  readonly #reads = new Set<Promise<void>>()
  readonly #unread: { readonly step: number; readonly slot: number }[] = []
  readonly #arrived: StepMetrics[] = []
  #next = 0
  #lastRead = -Infinity
  #error: unknown = null

  constructor(options: MetricsReaderOptions) {
    this.#options = options
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ
    const bytes = METRIC_ENTRIES * ENTRY_BYTES
    this.#free = Array.from({ length: STAGING_BUFFERS }, (_, i) =>
      options.pool.create(`metrics staging ${i}`, bytes, usage),
    )
  }

  /** The entry that the next step writes. */
  nextSlot(): number {
    return this.#next++ % METRIC_ENTRIES
  }

  /** To be called once a step's work is submitted. Starts a read where one is due. */
  submitted(step: number, slot: number): void {
    this.#unread.push({ step, slot })
    this.poll()
  }

  /** Starts a read where there is something to read and the last is long enough ago, or the ring half full. */
  poll(): void {
    const crowded = this.#unread.length >= METRIC_ENTRIES / 2
    if (crowded || this.#options.now() - this.#lastRead >= INTERVAL) this.#startRead()
  }

  /** What has arrived since the last call, oldest first. Throws what a read failed of. */
  take(): StepMetrics[] {
    if (this.#error) throw this.#error
    return this.#arrived.splice(0)
  }

  /** Waits for all steps submitted so far. */
  async flush(): Promise<void> {
    while (this.#unread.length > 0) {
      this.#startRead()
      await Promise.race(this.#reads)
    }
    await Promise.all(this.#reads)
  }

  #startRead(): void {
    if (this.#unread.length === 0) return
    const staging = this.#free.pop()
    if (staging === undefined) return
    this.#lastRead = this.#options.now()
    const read = this.#read(staging, this.#unread.splice(0))
      .catch((error: unknown) => {
        this.#error ??= error
      })
      .finally(() => this.#reads.delete(read))
    this.#reads.add(read)
  }

  async #read(
    staging: GPUBuffer,
    steps: readonly { readonly step: number; readonly slot: number }[],
  ): Promise<void> {
    const { device, source, batchSize } = this.#options
    const encoder = device.createCommandEncoder({ label: 'metrics' })
    encoder.copyBufferToBuffer(source, 0, staging, 0, staging.size)
    device.queue.submit([encoder.finish()])
    await staging.mapAsync(GPUMapMode.READ)
    const numbers = new Float32Array(staging.getMappedRange())
    for (const { step, slot } of steps) {
      const [loss, correct, finite] = numbers.subarray(slot * ENTRY_NUMBERS)
      this.#arrived.push({
        step,
        loss: finite === 1 ? loss / batchSize : Number.NaN,
        accuracy: correct / batchSize,
      })
    }
    staging.unmap()
    this.#free.push(staging)
  }
}

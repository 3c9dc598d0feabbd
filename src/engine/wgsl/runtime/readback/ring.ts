import type { BufferPool } from '../buffers/buffers.ts'

const STAGING_BUFFERS = 3
/** Milliseconds between two reads while steps arrive. */
const INTERVAL = 250

export interface RingOptions<T> {
  readonly device: GPUDevice
  readonly pool: BufferPool
  /** What the entries are, for labels. */
  readonly name: string
  /** Entries of equal size, which steps write in turn. */
  readonly source: GPUBuffer
  readonly entries: number
  /** Reads the report of a step from its entry. */
  readonly parse: (step: number, numbers: Float32Array) => T
  readonly now: () => number
}

/** Reads what steps report through a ring of staging buffers, a few times a second, without waiting for the GPU. */
export class RingReader<T> {
  readonly #options: RingOptions<T>
  readonly #staging: readonly GPUBuffer[]
  readonly #free: GPUBuffer[]
  readonly #reads = new Set<Promise<void>>()
  readonly #unread: { readonly step: number; readonly slot: number }[] = []
  readonly #arrived: T[] = []
  #next = 0
  #lastRead = -Infinity
  #error: unknown = null

  constructor(options: RingOptions<T>) {
    this.#options = options
    const { pool, name, source } = options
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ
    this.#staging = Array.from({ length: STAGING_BUFFERS }, (_, i) =>
      pool.create(`${name} staging ${i}`, source.size, usage),
    )
    this.#free = [...this.#staging]
  }

  /** The entry that the next step writes. */
  nextSlot(): number {
    return this.#next++ % this.#options.entries
  }

  /** Call it after a step's work is submitted. Starts a read if one is due. */
  submitted(step: number, slot: number): void {
    this.#unread.push({ step, slot })
    this.poll()
  }

  /** Reads unread steps if enough time has passed since the last read or the ring is half full. */
  poll(): void {
    const crowded = this.#unread.length >= this.#options.entries / 2
    if (crowded || this.#options.now() - this.#lastRead >= INTERVAL) this.#startRead()
  }

  /** Reports since the last call, oldest first. Throws the error of a failed read. */
  take(): T[] {
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

  /** Frees the staging buffers; no read may be in progress. */
  dispose(): void {
    for (const buffer of this.#staging) this.#options.pool.destroy(buffer)
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
    const { device, name, source, entries, parse } = this.#options
    const encoder = device.createCommandEncoder({ label: name })
    encoder.copyBufferToBuffer(source, 0, staging, 0, staging.size)
    device.queue.submit([encoder.finish()])
    await staging.mapAsync(GPUMapMode.READ)
    const numbers = new Float32Array(staging.getMappedRange())
    const size = numbers.length / entries
    for (const { step, slot } of steps) {
      this.#arrived.push(parse(step, numbers.subarray(slot * size, (slot + 1) * size)))
    }
    staging.unmap()
    this.#free.push(staging)
  }
}

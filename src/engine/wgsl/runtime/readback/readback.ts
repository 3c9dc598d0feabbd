import type { BufferPool } from '../buffers/buffers.ts'

export interface ReadRange {
  readonly buffer: GPUBuffer
  readonly bytes: number
}

/** Copies the start of buffers after all commands submitted so far. */
export class Readback {
  readonly #pool: BufferPool
  readonly #staging: readonly GPUBuffer[]

  constructor(device: GPUDevice, pool: BufferPool, ranges: readonly ReadRange[]) {
    this.#pool = pool
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ
    this.#staging = ranges.map(({ bytes }) => pool.create('readback', bytes, usage))
    const encoder = device.createCommandEncoder({ label: 'readback' })
    ranges.forEach(({ buffer, bytes }, i) => {
      encoder.copyBufferToBuffer(buffer, 0, this.#staging[i], 0, bytes)
    })
    device.queue.submit([encoder.finish()])
  }

  async floats(): Promise<Float32Array<ArrayBuffer>[]> {
    return (await this.bytes()).map((bytes) => new Float32Array(bytes))
  }

  /** The copies, once available. Frees the staging buffers, also if reading fails. */
  async bytes(): Promise<ArrayBuffer[]> {
    try {
      await Promise.all(this.#staging.map((buffer) => buffer.mapAsync(GPUMapMode.READ)))
      return this.#staging.map((buffer) => buffer.getMappedRange().slice(0))
    } finally {
      for (const buffer of this.#staging) this.#pool.destroy(buffer)
    }
  }
}

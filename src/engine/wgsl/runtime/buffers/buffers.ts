import { OutOfGpuMemory } from '../../../engine.ts'

/** Every buffer of an engine, so that none is forgotten: counted in bytes, destroyed together. */
export class BufferPool {
  readonly #device: GPUDevice
  readonly #buffers = new Set<GPUBuffer>()
  #bytesAtMost = 0

  constructor(device: GPUDevice) {
    this.#device = device
  }

  get count(): number {
    return this.#buffers.size
  }

  get bytes(): number {
    let sum = 0
    for (const { size } of this.#buffers) sum += size
    return sum
  }

  /** The most bytes there have been at one time. */
  get bytesAtMost(): number {
    return this.#bytesAtMost
  }

  create(label: string, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const size = Math.max(16, 4 * Math.ceil(bytes / 4))
    const buffer = this.#device.createBuffer({ label, size, usage })
    this.#buffers.add(buffer)
    this.#bytesAtMost = Math.max(this.#bytesAtMost, this.bytes)
    return buffer
  }

  destroy(buffer: GPUBuffer): void {
    buffer.destroy()
    this.#buffers.delete(buffer)
  }

  destroyAll(): void {
    for (const buffer of this.#buffers) this.destroy(buffer)
  }

  /** Runs a function that creates buffers. Throws `OutOfGpuMemory` if the allocation failed. */
  async allocate<T>(create: () => T): Promise<T> {
    this.#device.pushErrorScope('validation')
    this.#device.pushErrorScope('out-of-memory')
    const created = create()
    const [memory, validation] = await Promise.all([
      this.#device.popErrorScope(),
      this.#device.popErrorScope(),
    ])
    if (memory) {
      throw new OutOfGpuMemory(
        `The GPU does not have enough memory for this network. ${memory.message}`,
      )
    }
    if (validation) throw new Error(`The GPU refused a buffer: ${validation.message}`)
    return created
  }
}

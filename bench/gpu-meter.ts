/** GPU work counted by a meter. */
export interface GpuCounts {
  readonly dispatches: number
  readonly submits: number
}

/**
 * Counts any library's use of WebGPU by patching the prototypes of WebGPU's objects: dispatches and submits of all
 * devices, bytes of buffers by device. Must be installed before devices are opened.
 */
export class GpuMeter {
  #dispatches = 0
  #submits = 0
  readonly #bytes = new WeakMap<GPUDevice, number>()
  readonly #owners = new WeakMap<GPUBuffer, GPUDevice>()

  /** Bytes of a device's live buffers. */
  bytes(device: GPUDevice): number {
    return this.#bytes.get(device) ?? 0
  }

  get counts(): GpuCounts {
    return { dispatches: this.#dispatches, submits: this.#submits }
  }

  install(): void {
    const created = (device: GPUDevice, buffer: GPUBuffer) => {
      this.#owners.set(buffer, device)
      this.#bytes.set(device, this.bytes(device) + buffer.size)
    }
    const destroyed = (buffer: GPUBuffer) => {
      const device = this.#owners.get(buffer)
      if (device === undefined) return
      this.#owners.delete(buffer)
      this.#bytes.set(device, this.bytes(device) - buffer.size)
    }
    wrap(GPUDevice.prototype, 'createBuffer', (original) => {
      return function (this: GPUDevice, descriptor) {
        const buffer = original.call(this, descriptor)
        created(this, buffer)
        return buffer
      }
    })
    wrap(GPUBuffer.prototype, 'destroy', (original) => {
      return function (this: GPUBuffer) {
        destroyed(this)
        return original.call(this)
      }
    })
    wrap(GPUQueue.prototype, 'submit', (original) => {
      const count = () => this.#submits++
      return function (this: GPUQueue, commands) {
        count()
        return original.call(this, commands)
      }
    })
    const countDispatch = () => this.#dispatches++
    wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', (original) => {
      return function (this: GPUComputePassEncoder, ...sizes) {
        countDispatch()
        return original.apply(this, sizes)
      }
    })
    wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', (original) => {
      return function (this: GPUComputePassEncoder, buffer, offset) {
        countDispatch()
        return original.call(this, buffer, offset)
      }
    })
  }
}

function wrap<T extends object, K extends keyof T>(
  prototype: T,
  name: K,
  around: (original: T[K]) => T[K],
): void {
  prototype[name] = around(prototype[name])
}

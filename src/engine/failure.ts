import type { OpenDevice } from './device/device.ts'

/** Holds the first failure of a device; every wait for its GPU goes through this. */
export class FailureWatch {
  #error: Error | null = null
  readonly #failed: Promise<never>
  readonly #stop: () => void

  constructor(device: Pick<OpenDevice, 'onFailure'>) {
    let reject: (error: Error) => void = () => {}
    this.#failed = new Promise((_, fail) => (reject = fail))
    // Nobody may be waiting when it fails; later waits reject.
    this.#failed.catch(() => {})
    this.#stop = device.onFailure((error) => {
      this.#error ??= error
      reject(this.#error)
    })
  }

  /** Throws the failure, if any. */
  check(): void {
    if (this.#error) throw this.#error
  }

  /** Waits for the GPU, or rejects with the device's failure instead of the promise's follow-up error. */
  async race<T>(waiting: Promise<T>): Promise<T> {
    try {
      return await Promise.race([waiting, this.#failed])
    } catch (error) {
      // The device may report the cause a moment after the promise rejects.
      if (!this.#error) await new Promise((resolve) => setTimeout(resolve, 0))
      throw this.#error ?? error
    }
  }

  stop(): void {
    this.#stop()
  }
}

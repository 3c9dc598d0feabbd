import type { OpenDevice } from './device.ts'

/** The first thing that went wrong on a device; whoever waits for its GPU waits through this. */
export class FailureWatch {
  #error: Error | null = null
  readonly #failed: Promise<never>
  readonly #stop: () => void

  constructor(device: Pick<OpenDevice, 'onFailure'>) {
    let reject: (error: Error) => void = () => {}
    this.#failed = new Promise((_, fail) => (reject = fail))
    // Nobody may be waiting when it fails; whoever waits later is told.
    this.#failed.catch(() => {})
    this.#stop = device.onFailure((error) => {
      this.#error ??= error
      reject(this.#error)
    })
  }

  /** Throws what went wrong, if anything did. */
  check(): void {
    if (this.#error) throw this.#error
  }

  /** Waits for the GPU, or rejects with what went wrong on it rather than with what that made of the promise. */
  async race<T>(waiting: Promise<T>): Promise<T> {
    try {
      return await Promise.race([waiting, this.#failed])
    } catch (error) {
      // The device may say what happened a moment after the promise that broke of it.
      if (!this.#error) await new Promise((resolve) => setTimeout(resolve, 0))
      throw this.#error ?? error
    }
  }

  stop(): void {
    this.#stop()
  }
}

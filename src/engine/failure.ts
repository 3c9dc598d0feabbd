import type { OpenDevice } from './device/device.ts'

/**
 * How long a failure may follow the error it causes. A lost device's promises reject before `GPUDevice.lost` resolves:
 * 4 ms before on Chromium with SwiftShader, and the GPU process may be busy for longer.
 */
const FOLLOW_UP = 1000

/** Holds the first failure of a device; every wait for its GPU goes through this. */
export class FailureWatch {
  #error: Error | null = null
  readonly #failed: Promise<never>
  readonly #stop: () => void
  #isStopped = false

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
      await this.#reported()
      throw this.#error ?? error
    }
  }

  /** Resolves when the failure is reported, or after `FOLLOW_UP`; at once if nothing is watched any more. */
  async #reported(): Promise<void> {
    if (this.#isStopped) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, FOLLOW_UP)))
    await Promise.race([late, this.#failed.catch(() => {})])
    clearTimeout(timer)
  }

  stop(): void {
    this.#isStopped = true
    this.#stop()
  }
}

/** Long enough to be steady, short enough to follow a connection that changes. */
const WINDOW_MILLISECONDS = 5000
const SETTLING_MILLISECONDS = 500

export interface DownloadPace {
  readonly bytesPerSecond: number | null
  readonly secondsLeft: number | null
}

/** The pace of a transfer over its last five seconds. */
export class Meter {
  readonly #samples: { readonly time: number; readonly bytes: number }[] = []

  /** Records that `bytes` of `total` have arrived at `time`, in milliseconds. */
  measure(bytes: number, total: number, time: number): DownloadPace {
    const last = this.#samples.at(-1)
    // Fewer bytes than before: a new transfer.
    if (last && bytes < last.bytes) this.#samples.length = 0
    this.#samples.push({ time, bytes })
    while (this.#samples.length > 2 && time - this.#samples[1].time >= WINDOW_MILLISECONDS) {
      this.#samples.shift()
    }
    const [first] = this.#samples
    const elapsed = time - first.time
    if (elapsed < SETTLING_MILLISECONDS) return { bytesPerSecond: null, secondsLeft: null }
    const bytesPerSecond = ((bytes - first.bytes) * 1000) / elapsed
    const secondsLeft = bytesPerSecond > 0 && total > 0 ? (total - bytes) / bytesPerSecond : null
    return { bytesPerSecond, secondsLeft }
  }
}

/** The run was stopped while its device did not answer. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned'

  constructor() {
    super('The run was stopped while the GPU was not responding.')
  }
}

export interface StallOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Whether the wait was abandoned. */
  readonly isStopped: () => boolean
  /** Reports a stall, repeatedly, with the seconds so far. */
  readonly onStall: (seconds: number) => void
  /** Reports the end of a stall. */
  readonly onAnswer: (seconds: number) => void
}

/** Milliseconds between checks, and between reports. */
const LOOK = 1000
const REPORT = 5000

/** Watches a wait and reports when it is overdue and when it ends. */
export class StallWatch {
  readonly #options: StallOptions

  constructor(options: StallOptions) {
    this.#options = options
  }

  /**
   * Waits for a promise; `limit` is the time in milliseconds after which it counts as stalled. Resolves to the result
   * and the milliseconds of a stall, 0 for none. Rejects with `Abandoned` if the run is stopped during a stall.
   */
  async wait<T>(
    limit: number,
    waiting: Promise<T>,
  ): Promise<{ readonly answer: T; readonly stalled: number }> {
    const { now, isStopped, onStall, onAnswer } = this.#options
    const start = now()
    let reportedAt: number | null = null
    let timer: ReturnType<typeof setInterval> | undefined
    const abandoned = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        const elapsed = now() - start
        if (elapsed <= limit) return
        if (isStopped()) reject(new Abandoned())
        if (reportedAt !== null && now() - reportedAt < REPORT) return
        reportedAt = now()
        onStall(elapsed / 1000)
      }, LOOK)
    })
    try {
      const answer = await Promise.race([waiting, abandoned])
      const elapsed = now() - start
      const stalled = elapsed > limit ? elapsed : 0
      if (stalled > 0) onAnswer(stalled / 1000)
      return { answer, stalled }
    } finally {
      clearInterval(timer)
      // It may reject after the wait was abandoned.
      waiting.catch(() => {})
    }
  }
}

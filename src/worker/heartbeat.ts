import type { WorkerEvent } from './protocol.ts'

/** A regular message from the worker, so that the page knows it is alive. */
export interface Beat {
  readonly type: 'alive'
}

/** Milliseconds between beats. */
export const BEAT = 2000
/** Milliseconds of silence before the page reports it; TensorFlow.js may block the worker for seconds. */
const SILENCE = 30_000
/** The same before the first beat, while the worker loads its code. */
const LOADING = 60_000

/**
 * Detects in the page that the worker is silent, and that it responds again. The time for which the page itself was
 * suspended does not count.
 */
export class Heartbeat {
  readonly #now: () => number
  readonly #post: (event: WorkerEvent) => void
  #limit = LOADING
  #checkedAt: number
  #silentMs = 0
  #isSilent = false

  /** `now` in milliseconds. */
  constructor(now: () => number, post: (event: WorkerEvent) => void) {
    this.#now = now
    this.#post = post
    this.#checkedAt = now()
  }

  /** Call on every beat. */
  heard(): void {
    this.#silentMs = 0
    this.#limit = SILENCE
    if (!this.#isSilent) return
    this.#isSilent = false
    this.#post({ type: 'answering' })
  }

  /** Call every `BEAT`. */
  check(): void {
    const now = this.#now()
    this.#silentMs += Math.min(now - this.#checkedAt, 2 * BEAT)
    this.#checkedAt = now
    if (this.#isSilent || this.#silentMs < this.#limit) return
    this.#isSilent = true
    this.#post({
      type: 'problem',
      message: `The training worker has not responded for ${this.#limit / 1000} s.`,
      advice: 'If this continues, reload the page. The run can resume from its last checkpoint.',
    })
  }
}

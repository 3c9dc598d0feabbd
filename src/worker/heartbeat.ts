import type { WorkerEvent } from './protocol.ts'

/** A regular message from the worker, so that the page knows it is alive. */
export interface Beat {
  readonly type: 'alive'
}

/** Milliseconds between beats. */
export const BEAT = 2000
/** Milliseconds of silence before the page reports it; TensorFlow.js may block the worker for seconds. */
const SILENCE = 30_000

/** Detects in the page that the worker is silent, and that it responds again. */
export class Heartbeat {
  readonly #now: () => number
  readonly #post: (event: WorkerEvent) => void
  /** Null until the first beat, so that nothing is reported before it. */
  #heardAt: number | null = null
  #isSilent = false

  /** `now` in milliseconds. */
  constructor(now: () => number, post: (event: WorkerEvent) => void) {
    this.#now = now
    this.#post = post
  }

  /** Call on every beat. */
  heard(): void {
    this.#heardAt = this.#now()
    if (!this.#isSilent) return
    this.#isSilent = false
    this.#post({ type: 'answering' })
  }

  /** Call every few seconds. */
  check(): void {
    if (this.#isSilent || this.#heardAt === null || this.#now() - this.#heardAt < SILENCE) return
    this.#isSilent = true
    this.#post({
      type: 'problem',
      message: `The training worker has not responded for ${SILENCE / 1000} s.`,
      advice: 'If this continues, reload the page. The run can resume from its last checkpoint.',
    })
  }
}

import type { Snapshot } from '../../engine/engine.ts'
import type { RunSeconds, StepEvent } from '../events.ts'

/** The state of a run between two steps: everything needed to resume as if never interrupted. */
export interface Checkpoint extends RunSeconds {
  /** Its `step` is the next one to be taken. */
  readonly snapshot: Snapshot
  /** The steps taken since the last test. */
  readonly epochSteps: readonly StepEvent[]
  readonly rateFactor: number
}

/** Saving may take this share of a run's time. */
const SHARE = 1 / 50
/** Milliseconds between cheap checkpoints; with the current step, a crash loses less than 15 s. */
const INTERVAL = 10_000

/**
 * Decides when a run's state is saved: every 10 seconds and before every test, as long as saving takes at most a
 * fiftieth of the time.
 */
export class CheckpointPace {
  readonly #now: () => number
  readonly #savingMs: () => number
  readonly #interval: number
  #cost = 0
  #savedAt: number
  #savedBefore = 0

  /**
   * `now` in milliseconds; `savingMs` is the time this thread has spent storing checkpoints; `interval` is the time
   * between checkpoints.
   */
  constructor(now: () => number, savingMs: () => number = () => 0, interval = INTERVAL) {
    this.#now = now
    this.#savingMs = savingMs
    this.#interval = interval
    this.#savedAt = now()
  }

  /** Whether a checkpoint is affordable. */
  get isDue(): boolean {
    return this.#elapsed >= this.#price
  }

  /** Whether too much would be lost without one. */
  get isOverdue(): boolean {
    return this.#elapsed >= Math.max(this.#interval, this.#price)
  }

  get #elapsed(): number {
    return this.#now() - this.#savedAt
  }

  /** Milliseconds of training that justify the next checkpoint, from the cost of the last one. */
  get #price(): number {
    return (this.#cost + this.#savingMs() - this.#savedBefore) / SHARE
  }

  /** Times the work of reading a checkpoint. */
  async time<T>(read: () => Promise<T>): Promise<T> {
    const start = this.#now()
    const checkpoint = await read()
    this.#savedAt = this.#now()
    this.#cost = this.#savedAt - start
    this.#savedBefore = this.#savingMs()
    return checkpoint
  }
}

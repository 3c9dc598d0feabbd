import type { Snapshot } from '../engine/engine.ts'
import type { RunSeconds, StepEvent } from './events.ts'

/** A run between two steps: all that it takes to go on as if it had not been interrupted. */
export interface Checkpoint extends RunSeconds {
  /** Its `step` is the next one to be taken. */
  readonly snapshot: Snapshot
  /** The steps taken since the last whole epoch. */
  readonly epochSteps: readonly StepEvent[]
  readonly rateFactor: number
}

/** Keeping a run's state may take this share of its time. */
const SHARE = 1 / 20

/** Decides at which epochs a run's state is worth keeping, since a short epoch may take no longer than that. */
export class CheckpointPace {
  readonly #now: () => number
  #cost = 0
  #keptAt = -Infinity

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  get isDue(): boolean {
    return this.#now() - this.#keptAt >= this.#cost / SHARE
  }

  /** Times the work of keeping. */
  async time<T>(keep: () => Promise<T>): Promise<T> {
    const start = this.#now()
    const kept = await keep()
    this.#keptAt = this.#now()
    this.#cost = this.#keptAt - start
    return kept
  }
}

import { StallWatch } from '../recovery/stall.ts'
import type { TrainerOptions } from '../trainer-options.ts'
import type { RunState } from './run-state.ts'

/** Milliseconds without a response after which a GPU counts as stalled, unless its steps are longer. */
const PATIENCE = 10_000
/** Steps after which their mean time is known. */
const KNOWN_STEPS = 3

/** Waits for the engine, reports stalls, and leaves them out of the training time. */
export class EngineWaits {
  readonly #options: TrainerOptions
  readonly #state: RunState
  readonly #stall: StallWatch

  constructor(options: TrainerOptions, state: RunState) {
    const { now, control, emit } = options
    this.#options = options
    this.#state = state
    this.#stall = new StallWatch({
      now,
      isStopped: () => control.stopped,
      onStall: (seconds) => emit({ type: 'stalled', step: state.step, seconds }),
      onAnswer: (seconds) => emit({ type: 'answered', step: state.step, seconds }),
    })
  }

  /** What is waited for; rejects with `Abandoned` if the run is stopped during a stall. */
  async answer<T>(waiting: Promise<T>): Promise<T> {
    const { answer, stalled } = await this.#stall.wait(this.#patience, waiting)
    // Without steps to compare with, it may be a slow step.
    if (stalled > 0 && this.#state.stepsTaken >= KNOWN_STEPS) {
      this.#state.training.leaveOut(stalled)
    }
    return answer
  }

  /** Milliseconds that an answer may take. */
  get #patience(): number {
    const { stepsTaken, secondsTaken } = this.#state
    const { software } = this.#options.engine.info
    if (stepsTaken < KNOWN_STEPS) return software ? 6 * PATIENCE : PATIENCE
    return Math.max(PATIENCE, (5000 * secondsTaken) / stepsTaken)
  }
}

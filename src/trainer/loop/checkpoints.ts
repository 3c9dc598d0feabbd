import { CheckpointPace } from '../recovery/checkpoint.ts'
import { isFiniteState } from '../recovery/divergence.ts'
import type { TrainerOptions } from '../trainer-options.ts'
import type { RunState } from './run-state.ts'

/** Saves the state of a run between two steps, if there is somewhere to save it. */
export class Checkpoints {
  readonly #options: TrainerOptions
  readonly #state: RunState
  readonly #pace: CheckpointPace

  constructor(options: TrainerOptions, state: RunState) {
    this.#options = options
    this.#state = state
    this.#pace = new CheckpointPace(options.now, options.savingMs, options.checkpointIntervalMs)
  }

  /** Whether one is affordable. */
  get isDue(): boolean {
    return this.#pace.isDue
  }

  /** Whether too much would be lost without one, and it can be saved. */
  get isOverdue(): boolean {
    return Boolean(this.#options.saveCheckpoint) && this.#pace.isOverdue
  }

  /** Call while no step is in flight. Rejects with `Diverged` if the state is not finite. */
  async save(): Promise<void> {
    const { engine, emit, saveCheckpoint } = this.#options
    const state = this.#state
    if (!saveCheckpoint) return
    const snapshot = await this.#pace.time(() => engine.snapshot())
    // The last update may have made weights NaN while the loss was still finite; the previous checkpoint is good.
    if (!isFiniteState(snapshot)) throw state.divergedAt(state.step - 1)
    saveCheckpoint({
      snapshot,
      ...state.seconds,
      epochSteps: [...state.epochSteps],
      rateFactor: state.rateFactor.current,
    })
    state.saved = state.at
    emit({ type: 'checkpoint', ...state.saved })
  }
}

import type { TrainerOptions } from '../trainer-options.ts'
import type { RunState } from './run-state.ts'

/** Applies the rate factors that are requested of a run, or that a repeated step had the first time. */
export class RateRequests {
  readonly #options: TrainerOptions
  readonly #state: RunState

  constructor(options: TrainerOptions, state: RunState) {
    const { from, retaken, control, rateScale = 1 } = options
    this.#options = options
    this.#state = state
    if (from && !retaken) control.rateFactor = from.rateFactor * rateScale
  }

  /** Call before each step. */
  follow(): void {
    const { step, rateFactor } = this.#state
    const factor = this.#wanted
    if (factor === rateFactor.current) return
    rateFactor.change(step, factor)
    this.#options.emit({ type: 'rate', step, factor })
  }

  /** In repeated steps, the factor of the first time. */
  get #wanted(): number {
    const { control, from, retaken } = this.#options
    const now = this.#state.step
    if (!retaken || now >= retaken.end) return control.rateFactor
    const change = retaken.rateChanges.findLast(({ step }) => step <= now)
    return change?.factor ?? from?.rateFactor ?? 1
  }
}

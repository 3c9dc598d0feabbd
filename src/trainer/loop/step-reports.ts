import type { StepMetrics } from '../../engine/engine.ts'
import { scheduledValue } from '../../recipe/schedule/schedule.ts'
import type { StepEvent } from '../events.ts'
import type { TrainerOptions } from '../trainer-options.ts'
import { UsageMeter } from '../usage.ts'
import type { EngineWaits } from './engine-waits.ts'
import type { RunState } from './run-state.ts'

/** Milliseconds that metrics may wait before they are reported. */
const METRICS_INTERVAL_MS = 250

/** Reads what the engine measured of the steps, and reports it. */
export class StepReports {
  readonly #options: TrainerOptions
  readonly #state: RunState
  readonly #waits: EngineWaits
  readonly #usage: UsageMeter
  #dynamicsEvery = 0
  #drainedAt = 0

  constructor(options: TrainerOptions, state: RunState, waits: EngineWaits) {
    this.#options = options
    this.#state = state
    this.#waits = waits
    this.#usage = new UsageMeter(options.engine)
  }

  /** Call before each step. Applies the requested interval of dynamics. */
  async beforeStep(): Promise<void> {
    const { control, engine } = this.#options
    if (control.dynamicsEvery !== this.#dynamicsEvery) {
      await this.drain({ flush: true })
      this.#dynamicsEvery = control.dynamicsEvery
      await engine.recordDynamics(this.#dynamicsEvery)
    }
    this.#usage.count()
  }

  /** Call after each step. Reports if the last report is old enough. */
  async afterStep(): Promise<void> {
    if (this.#options.now() - this.#drainedAt >= METRICS_INTERVAL_MS) {
      await this.drain({ flush: false })
    }
  }

  /**
   * Reports the steps that have ended; `flush` waits for those under way. Rejects with `Diverged` if a
   * loss is NaN.
   */
  async drain(options: { readonly flush: boolean }): Promise<void> {
    const { engine, emit, now } = this.#options
    const state = this.#state
    const metrics = await this.#waits.answer(engine.metrics(options))
    this.#drainedAt = now()
    if (metrics.length === 0) return
    const steps = metrics.map((entry) => this.#stepEvent(entry))
    state.epochSteps.push(...steps)
    emit({ type: 'steps', ...state.seconds, steps, usage: this.#usage.read() })
    const measured = engine.dynamics()
    if (measured.length > 0) emit({ type: 'dynamics', steps: measured })
    const diverged = steps.find((entry) => !Number.isFinite(entry.loss))
    if (diverged) throw state.divergedAt(diverged.step)
  }

  #stepEvent({ step, loss, accuracy }: StepMetrics): StepEvent {
    const { length, rateFactor } = this.#state
    const scheduled = scheduledValue(this.#options.recipe, length, step)
    return { step, loss, accuracy, rate: rateFactor.at(step) * scheduled }
  }
}

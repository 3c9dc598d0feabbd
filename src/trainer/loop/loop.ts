import { forgettingCurve } from '../evaluation/forgetting.ts'
import { type EpochTest, testEpoch, testFinally } from '../evaluation/scoring.ts'
import { isTestDue, testInterval } from '../schedule/evaluation-times.ts'
import { scaledRates } from '../schedule/rate-factor.ts'
import { averageDecayAt, ratesAt } from '../schedule/rates.ts'
import type { TrainerOptions } from '../trainer-options.ts'
import { beginEvent } from './begin-event.ts'
import { Checkpoints } from './checkpoints.ts'
import { EngineWaits } from './engine-waits.ts'
import { RateRequests } from './rate-requests.ts'
import type { RunState } from './run-state.ts'
import { StepReports } from './step-reports.ts'
import { watchedIn } from '../evaluation/watched-images.ts'
import type { StepEvent, TrainerEvent } from '../events.ts'

/** The training loop: takes steps, and tests, saves, pauses and stops between them. */
export class TrainingLoop {
  readonly #options: TrainerOptions
  readonly #state: RunState
  readonly #waits: EngineWaits
  readonly #reports: StepReports
  readonly #rate: RateRequests
  readonly #checkpoints: Checkpoints
  /** Steps between tests within an epoch. */
  readonly #testInterval: number
  /** Whether the last test that was due is done. */
  #tested: boolean
  /** Whether the run was stopped in the middle of a test. */
  #cutShort = false

  constructor(options: TrainerOptions, state: RunState) {
    this.#options = options
    this.#state = state
    this.#waits = new EngineWaits(options, state)
    this.#reports = new StepReports(options, state, this.#waits)
    this.#rate = new RateRequests(options, state)
    this.#checkpoints = new Checkpoints(options, state)
    this.#testInterval = testInterval(options.recipe, state.length, options.testImages)
    this.#tested = state.epochSteps.length === 0
  }

  /**
   * Plays a run to its end, or until it is stopped. Rejects with the engine's errors, with `Diverged` if a loss
   * becomes NaN, and with `Abandoned` if the run is stopped while the engine does not answer.
   */
  async play(): Promise<void> {
    const state = this.#state
    this.#options.emit(beginEvent(this.#options, state))
    state.wall.start()
    const { stepsPerEpoch, steps } = state.length
    while (state.step < steps) {
      if (isTestDue(state.step, stepsPerEpoch, this.#testInterval) && !this.#tested) {
        await this.#testOnTheWay()
      }
      if (this.#checkpoints.isOverdue) await this.#saveInEpoch()
      if (!(await this.#hasTimeLeft())) return this.#stop()
      await this.#takeStep()
      state.step++
      this.#tested = false
    }
    await this.#finish()
  }

  /** Waits while paused and runs requested work, with the clock stopped. False if the run must stop. */
  async #hasTimeLeft(): Promise<boolean> {
    const { control, emit, engine } = this.#options
    const { step, training } = this.#state
    let paused = false
    for (;;) {
      if (control.holding && !paused) {
        paused = true
        await this.#rest()
        await this.#checkpoints.save()
        emit({ type: 'paused', step })
      }
      const turn = await control.next()
      if (turn === 'request') {
        await this.#rest()
        await control.serve(engine, step)
        continue
      }
      if (turn === 'stop') return false
      if (paused) emit({ type: 'resumed', step })
      training.start()
      return true
    }
  }

  /** Waits for unfinished steps and stops the clock. */
  async #rest(): Promise<void> {
    await this.#reports.drain({ flush: true })
    this.#state.training.stop()
  }

  async #stop(): Promise<void> {
    // A cancelled test is still running on the GPU; the checkpoint was saved before it.
    if (!this.#cutShort) {
      await this.#rest()
      await this.#checkpoints.save()
    }
    this.#options.emit({ type: 'stopped', step: this.#state.step })
  }

  async #takeStep(): Promise<void> {
    const { engine, recipe } = this.#options
    const { step, length, batches, rateFactor } = this.#state
    await this.#waits.answer(engine.ready())
    await this.#reports.beforeStep()
    this.#rate.follow()
    engine.step({
      step,
      ...batches.at(step),
      rates: scaledRates(ratesAt(recipe, length, step), rateFactor.current),
      averageDecay: averageDecayAt(recipe, length, step),
    })
    await this.#reports.afterStep()
  }

  /** Saves a checkpoint before the test, since a stop or a lost GPU may cancel it. */
  async #testOnTheWay(): Promise<void> {
    await this.#rest()
    if (this.#checkpoints.isDue) await this.#checkpoints.save()
    const { testAll } = this.#options.measures ?? {}
    const test = await this.#unlessStopped(async () =>
      testAll ? testFinally(this.#options) : testEpoch(this.#options),
    )
    if (test) this.#endEpoch(test)
  }

  /** The final test with all its views is on the clock; the plainer ones beside it are not. */
  async #finish(): Promise<void> {
    const { training, step } = this.#state
    await this.#rest()
    await this.#checkpoints.save()
    await this.#measureForgetting()
    training.start()
    const final = await this.#unlessStopped(() => testFinally(this.#options, () => training.stop()))
    if (!final) return this.#stop()
    this.#endEpoch(final)
    this.#options.emit({ type: 'done', ...this.#state.seconds, steps: step, ...final })
  }

  /** Off the clock. */
  async #measureForgetting(): Promise<void> {
    const { measures, control, emit } = this.#options
    if (measures?.forgetting === undefined || control.stopped) return
    const points = await control.unlessStopped(
      forgettingCurve(this.#options, this.#state.step, measures.forgetting),
    )
    if (points !== null) emit({ type: 'forgetting', points })
    else this.#cutShort = true
  }

  /** A test's result; null if the run is stopped. */
  async #unlessStopped<T>(test: () => Promise<T>): Promise<T | null> {
    const { control } = this.#options
    if (control.stopped) return null
    const result = await control.unlessStopped(test())
    this.#cutShort = result === null
    return result
  }

  #endEpoch(test: EpochTest): void {
    const event = epochEvent(this.#state, test)
    this.#state.epochSteps = []
    this.#tested = true
    this.#options.emit(event)
  }

  /** Between two steps; the clock starts again with the next one. */
  async #saveInEpoch(): Promise<void> {
    await this.#rest()
    await this.#checkpoints.save()
  }
}

/** What a run reports with a test: the mean of the steps since the last one, and the scores. */
function epochEvent(state: RunState, { test, predictions }: EpochTest): TrainerEvent {
  const { epochSteps, at, seconds } = state
  const mean = (of: (entry: StepEvent) => number) =>
    epochSteps.reduce((sum, entry) => sum + of(entry), 0) / epochSteps.length
  return {
    type: 'epoch',
    ...at,
    ...seconds,
    train: { loss: mean((entry) => entry.loss), accuracy: mean((entry) => entry.accuracy) },
    test,
    plainTestLoss: true,
    watched: watchedIn(predictions),
  }
}

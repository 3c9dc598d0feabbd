import { DeviceLost } from '../engine/device.ts'
import type { Records } from '../data/records.ts'
import type { Engine, StepMetrics } from '../engine/engine.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { runLength, sampleSchedule, scheduledValue, type RunLength } from '../recipe/schedule.ts'
import { Batches } from './batches.ts'
import { CheckpointPace, type Checkpoint } from './checkpoint.ts'
import { Stopwatch } from './clock.ts'
import type { RunControl } from './control.ts'
import type {
  GoneOn,
  KeptAt,
  RunPlan,
  RunSeconds,
  StepEvent,
  TestScores,
  TrainerEvent,
} from './events.ts'
import { describeFailure, Diverged } from './failure.ts'
import { forgettingCurve } from './forgetting.ts'
import type { Measures } from './measures.ts'
import { normImages } from './norm-images.ts'
import { normalisationOf } from './normalisation.ts'
import { RateFactor, scaledRates } from './rate-factor.ts'
import { keepAverageAt, ratesAt } from './rates.ts'
import { scoreTest, type ScoredTest } from './scoring.ts'
import { UsageMeter } from './usage.ts'

/** How long metrics may wait on the engine before the page hears of them. */
const METRICS_INTERVAL_MS = 250

export interface TrainerOptions {
  /** Loaded with both splits, and initialised with `seed` or restored from the checkpoint. */
  readonly engine: Engine
  readonly recipe: Recipe
  /** The batch size the preset asks for, where `recipe` has a smaller one. */
  readonly requestedBatchSize: number
  readonly seed: number
  /** What it trains on. */
  readonly train: Records
  readonly testImages: number
  readonly control: RunControl
  readonly emit: (event: TrainerEvent) => void
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Where the run goes on from; without it, it starts. */
  readonly from?: Checkpoint | null
  /** Whether another version of the program came that far. */
  readonly fromOtherCode?: boolean
  /** What is measured beside the usual. */
  readonly measures?: Measures
  /** Takes the run's state now and then, so that it can go on from there; without it nothing is read back. */
  readonly keep?: ((checkpoint: Checkpoint) => void) | null
}

/** A recipe's run, from the first step to the final test. Speaks in events; an engine's failure is its last one. */
export async function train(options: TrainerOptions): Promise<void> {
  const run = new Run(options)
  try {
    await run.play()
  } catch (error) {
    options.emit({
      type: 'failed',
      step: run.step,
      ...failureOf(error, run),
      kept: run.kept,
      ...(error instanceof Diverged && { diverged: true }),
    })
  } finally {
    options.control.end()
  }
}

function failureOf(error: unknown, { step, kept }: Pick<Run, 'step' | 'kept'>) {
  if (!(error instanceof DeviceLost)) {
    return describeFailure(error, 'Run it again; the run is kept up to there.')
  }
  const { reason, advice } = error
  return {
    message: `This tab lost the GPU at step ${step + 1}${reason === '' ? '.' : `: ${reason}`}`,
    advice: kept
      ? `Go on from ${placeOf(kept)}. Where the GPU stays away, reload the page first.`
      : advice,
  }
}

const placeOf = ({ step, epoch }: KeptAt): string =>
  Number.isInteger(epoch) ? `epoch ${epoch}` : `step ${step}`

class Run {
  step: number
  /** The last state that was handed over to be kept. */
  kept: KeptAt | null = null
  readonly #options: TrainerOptions
  readonly #length: RunLength
  readonly #training: Stopwatch
  readonly #wall: Stopwatch
  readonly #usage: UsageMeter
  readonly #pace: CheckpointPace
  readonly #rateFactor: RateFactor
  readonly #batches: Batches
  #dynamicsEvery = 0
  #drainedAt = 0
  #epochSteps: StepEvent[]
  /** Whether the test after the last whole epoch is done. */
  #tested: boolean
  /** Whether the run was stopped in the middle of a test. */
  #cutShort = false

  constructor(options: TrainerOptions) {
    const { recipe, train, now, engine, control, from } = options
    this.#options = options
    this.#length = runLength(recipe, train.count)
    const normalisation = normalisationOf(recipe, train)
    const earlier = from?.augmentSeconds ?? 0
    this.#batches = new Batches({ ...options, normalisation, length: this.#length, earlier })
    this.#training = new Stopwatch(now, from?.trainSeconds)
    this.#wall = new Stopwatch(now, from?.wallSeconds)
    this.#usage = new UsageMeter(engine)
    this.#pace = new CheckpointPace(now)
    this.step = from?.snapshot.step ?? 0
    this.#epochSteps = [...(from?.epochSteps ?? [])]
    this.#rateFactor = new RateFactor(from?.rateFactor)
    if (from) {
      this.kept = this.#at
      control.rateFactor = from.rateFactor
    }
    this.#tested = this.#epochSteps.length === 0
  }

  async play(): Promise<void> {
    const { emit } = this.#options
    emit({ type: 'begin', plan: this.#plan(), goneOn: this.#goneOn() })
    this.#wall.start()
    const { stepsPerEpoch, steps } = this.#length
    while (this.step < steps) {
      if (this.step % stepsPerEpoch === 0 && !this.#tested) await this.#endEpoch()
      if (!(await this.#mayGoOn())) return this.#stop()
      await this.#takeStep()
      this.step++
      this.#tested = false
    }
    await this.#finish()
  }

  #plan(): RunPlan {
    const { recipe, engine, seed, train, testImages, requestedBatchSize } = this.#options
    const length = this.#length
    return {
      length,
      batchSize: recipe.batchSize,
      requestedBatchSize,
      trainImages: train.count,
      testImages,
      seed,
      schedule: sampleSchedule(recipe, length),
      engine: engine.info,
      normImages: normImages(recipe, engine.info.passes),
    }
  }

  #goneOn(): GoneOn | null {
    const { from, fromOtherCode = false, engine } = this.#options
    if (!from) return null
    const sameVariant = from.snapshot.writer === engine.info.variant
    return { step: this.step, sameBits: sameVariant && !fromOtherCode }
  }

  get #at(): KeptAt {
    return { step: this.step, epoch: this.step / this.#length.stepsPerEpoch }
  }

  /** Holds while paused, and lets others use the engine, with the clock stopped. False once the run is to stop. */
  async #mayGoOn(): Promise<boolean> {
    const { control, emit, engine } = this.#options
    let paused = false
    for (;;) {
      if (control.holding && !paused) {
        paused = true
        await this.#rest()
        await this.#keep()
        emit({ type: 'paused', step: this.step })
      }
      const turn = await control.next()
      if (turn === 'request') {
        await this.#rest()
        await control.serve(engine, this.step)
        continue
      }
      if (turn === 'stop') return false
      if (paused) emit({ type: 'resumed', step: this.step })
      this.#training.start()
      return true
    }
  }

  /** Waits for the steps under way and stops the clock. */
  async #rest(): Promise<void> {
    await this.#drain({ flush: true })
    this.#training.stop()
  }

  async #stop(): Promise<void> {
    // A test that was cut short is still under way on the GPU; what was worth keeping was kept before it.
    if (!this.#cutShort) {
      await this.#rest()
      await this.#keep()
    }
    this.#options.emit({ type: 'stopped', step: this.step })
  }

  async #takeStep(): Promise<void> {
    const { engine, recipe } = this.#options
    const length = this.#length
    const { step } = this
    await engine.ready()
    await this.#followDynamics()
    this.#followRate()
    this.#usage.count()
    engine.step({
      step,
      ...this.#batches.at(step),
      rates: scaledRates(ratesAt(recipe, length, step), this.#rateFactor.current),
      keepAverage: keepAverageAt(recipe, length, step),
    })
    if (this.#options.now() - this.#drainedAt >= METRICS_INTERVAL_MS) {
      await this.#drain({ flush: false })
    }
  }

  /** Measures how the parameters move, as often as was asked for. */
  async #followDynamics(): Promise<void> {
    const { control, engine } = this.#options
    if (control.dynamicsEvery === this.#dynamicsEvery) return
    await this.#drain({ flush: true })
    this.#dynamicsEvery = control.dynamicsEvery
    await engine.recordDynamics(this.#dynamicsEvery)
  }

  /** Takes over the factor that was asked for. */
  #followRate(): void {
    const { control, emit } = this.#options
    const factor = control.rateFactor
    if (factor === this.#rateFactor.current) return
    this.#rateFactor.change(this.step, factor)
    emit({ type: 'rate', step: this.step, factor })
  }

  async #drain(options: { readonly flush: boolean }): Promise<void> {
    const { engine, emit, now } = this.#options
    const metrics = await engine.metrics(options)
    this.#drainedAt = now()
    if (metrics.length === 0) return
    const steps = metrics.map((entry) => this.#stepEvent(entry))
    this.#epochSteps.push(...steps)
    emit({ type: 'steps', ...this.#seconds(), steps, usage: this.#usage.read() })
    const measured = engine.dynamics()
    if (measured.length > 0) emit({ type: 'dynamics', steps: measured })
    const diverged = steps.find((entry) => !Number.isFinite(entry.loss))
    if (diverged) {
      throw new Diverged(
        `The loss was no longer a number at step ${diverged.step + 1}.`,
        'The learning rate is the usual cause: open the recipe and lower its peak.',
      )
    }
  }

  #stepEvent({ step, loss, accuracy }: StepMetrics): StepEvent {
    const scheduled = scheduledValue(this.#options.recipe, this.#length, step)
    const rate = this.#rateFactor.at(step) * scheduled
    return { step, loss, accuracy, rate }
  }

  /** Keeps the run's state before the test, which a stop or a lost GPU may cut short. */
  async #endEpoch(): Promise<void> {
    await this.#rest()
    if (this.#pace.isDue) await this.#keep()
    const scored = await this.#score()
    if (scored) this.#emitEpoch(scored.test)
  }

  /** The final test with all its views is on the clock; the plainer ones beside it are not. */
  async #finish(): Promise<void> {
    const { emit } = this.#options
    await this.#rest()
    await this.#keep()
    await this.#measureForgetting()
    this.#training.start()
    const scored = await this.#score(() => this.#training.stop())
    if (!scored) return this.#stop()
    this.#emitEpoch(scored.test)
    emit({ type: 'done', ...this.#seconds(), steps: this.step, ...scored })
  }

  /** Off the clock. */
  async #measureForgetting(): Promise<void> {
    const { measures, control, emit } = this.#options
    if (measures?.forgetting === undefined || control.stopped) return
    const points = await control.unlessStopped(
      forgettingCurve(this.#options, this.step, measures.forgetting),
    )
    if (points !== null) emit({ type: 'forgetting', points })
    else this.#cutShort = true
  }

  /** Null where the run is stopped before or meanwhile. */
  async #score(afterFinal?: () => void): Promise<ScoredTest | null> {
    const { control } = this.#options
    if (control.stopped) return null
    const scored = await control.unlessStopped(scoreTest(this.#options, afterFinal))
    this.#cutShort = scored === null
    return scored
  }

  #emitEpoch(test: TestScores): void {
    const steps = this.#epochSteps
    this.#epochSteps = []
    this.#tested = true
    const mean = (of: (entry: StepEvent) => number) =>
      steps.reduce((sum, entry) => sum + of(entry), 0) / steps.length
    this.#options.emit({
      type: 'epoch',
      ...this.#at,
      ...this.#seconds(),
      train: { loss: mean((entry) => entry.loss), accuracy: mean((entry) => entry.accuracy) },
      test,
    })
  }

  /** Hands over the state that the run can go on from, where somebody keeps it. */
  async #keep(): Promise<void> {
    const { engine, emit, keep } = this.#options
    if (!keep) return
    const snapshot = await this.#pace.time(() => engine.snapshot())
    keep({
      snapshot,
      ...this.#seconds(),
      epochSteps: [...this.#epochSteps],
      rateFactor: this.#rateFactor.current,
    })
    this.kept = this.#at
    emit({ type: 'checkpoint', ...this.kept })
  }

  #seconds(): RunSeconds {
    const { augmentSeconds } = this.#batches
    return {
      trainSeconds: this.#training.seconds,
      wallSeconds: this.#wall.seconds,
      ...(augmentSeconds === undefined ? {} : { augmentSeconds }),
    }
  }
}

import { DeviceLost } from '../engine/device/device.ts'
import type { Records } from '../data/records.ts'
import type { Engine, StepMetrics } from '../engine/engine.ts'
import type { Recipe } from '../recipe/recipe.ts'
import {
  runLength,
  sampleSchedule,
  scheduledValue,
  type RunLength,
} from '../recipe/schedule/schedule.ts'
import { Batches } from './schedule/batches.ts'
import { CheckpointPace, type Checkpoint } from './recovery/checkpoint.ts'
import { Stopwatch } from './clock.ts'
import type { RunControl } from './control.ts'
import type {
  ResumedFrom,
  SavedPoint,
  RunSchedule,
  RunSeconds,
  StepEvent,
  TrainerEvent,
} from './events.ts'
import { divergedAt, isFiniteState } from './recovery/divergence.ts'
import { describeFailure, Diverged } from './recovery/failure.ts'
import { forgettingCurve } from './evaluation/forgetting.ts'
import type { Measures } from './measures.ts'
import { normImages } from './schedule/norm-images.ts'
import { normalisationOf } from './schedule/normalisation.ts'
import { RateFactor, scaledRates } from './schedule/rate-factor.ts'
import { averageDecayAt, ratesAt } from './schedule/rates.ts'
import { type EpochTest, testEpoch, testFinally } from './evaluation/scoring.ts'
import { watchedIn } from './evaluation/watched-images.ts'
import { Abandoned, StallWatch } from './recovery/stall.ts'
import { isTestDue, testInterval } from './schedule/evaluation-times.ts'
import { UsageMeter } from './usage.ts'

/** Milliseconds that metrics may wait before they are reported. */
const METRICS_INTERVAL_MS = 250
/** Milliseconds without a response after which a GPU counts as stalled, unless its steps are longer. */
const PATIENCE = 10_000
/** Steps after which their mean time is known. */
const KNOWN_STEPS = 3

export interface TrainerOptions {
  /** Loaded with both splits, and initialised with `seed` or restored from the checkpoint. */
  readonly engine: Engine
  readonly recipe: Recipe
  /** The preset's batch size; `recipe` may have a smaller one. */
  readonly requestedBatchSize: number
  readonly seed: number
  /** What it trains on. */
  readonly train: Records
  readonly testImages: number
  readonly control: RunControl
  readonly emit: (event: TrainerEvent) => void
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** The checkpoint to resume from; absent for a new run. */
  readonly from?: Checkpoint | null
  /** Factor on the learning rate at the resume, on top of the checkpoint's own factor. */
  readonly rateScale?: number
  /** Whether the checkpoint is of another version of the program or of other images. */
  readonly fromOtherWork?: boolean
  /** What the images are known by, see `fingerprintOf`. */
  readonly imagesFingerprint?: string
  /** Steps repeated after a lost device, with the rate changes made in them. */
  readonly retaken?: RetakenSteps | null
  /** Optional measurements. */
  readonly measures?: Measures
  /** Saves a checkpoint; without it, no state is read back. */
  readonly saveCheckpoint?: ((checkpoint: Checkpoint) => void) | null
  /** Milliseconds this thread has spent storing checkpoints. */
  readonly savingMs?: () => number
  /** Milliseconds between checkpoints; 10 s by default. */
  readonly checkpointIntervalMs?: number
}

/** Steps that a run repeats. */
export interface RetakenSteps {
  /** The first step that wasn't taken before. */
  readonly end: number
  readonly rateChanges: readonly { readonly step: number; readonly factor: number }[]
}

/** Where a run was when its device was lost. */
export interface Interruption {
  readonly error: DeviceLost
  /** Steps taken. */
  readonly step: number
  readonly saved: SavedPoint | null
}

/** Trains a recipe from the first step to the final test. Reports in events; an engine failure is the last one. */
export async function train(options: TrainerOptions): Promise<void> {
  try {
    const lost = await trainUntilLost(options)
    if (lost) options.emit(lossFailure(lost))
  } finally {
    options.control.end()
  }
}

/**
 * Like `train`, but leaves a lost device to the caller and the control open: resolves to the position at which the
 * device was lost, or to null at the end of the run.
 */
export async function trainUntilLost(options: TrainerOptions): Promise<Interruption | null> {
  const run = new Run(options)
  try {
    await run.play()
  } catch (error) {
    const { step, saved } = run
    if (error instanceof DeviceLost) return { error, step, saved }
    if (error instanceof Abandoned) {
      options.emit({ type: 'stopped', step })
      return null
    }
    options.emit({
      type: 'failed',
      step,
      ...describeFailure(error, 'Run it again, or resume from the last checkpoint.'),
      saved,
      ...(error instanceof Diverged && { diverged: true }),
    })
  }
  return null
}

/** The end of a run whose device was lost and is not replaced. */
function lossFailure({ error, step, saved }: Interruption): TrainerEvent {
  return {
    type: 'failed',
    step,
    message: `The GPU was lost during step ${step + 1}${error.reason === '' ? '.' : `: ${error.reason}`}`,
    advice: saved
      ? `Resume from ${placeOf(saved)}. If the GPU does not come back, reload the page first.`
      : error.advice,
    saved,
  }
}

/** The position of a run, as text. */
export const placeOf = ({ step, epoch }: SavedPoint): string =>
  Number.isInteger(epoch) ? `epoch ${epoch}` : `step ${step}`

class Run {
  step: number
  /** The last checkpoint. */
  saved: SavedPoint | null = null
  readonly #options: TrainerOptions
  readonly #length: RunLength
  /** Steps between tests within an epoch. */
  readonly #testInterval: number
  readonly #training: Stopwatch
  readonly #wall: Stopwatch
  readonly #usage: UsageMeter
  readonly #stall: StallWatch
  readonly #pace: CheckpointPace
  readonly #rateFactor: RateFactor
  readonly #batches: Batches
  #dynamicsEvery = 0
  #drainedAt = 0
  #epochSteps: StepEvent[]
  /** Whether the last test that was due is done. */
  #tested: boolean
  /** Whether the run was stopped in the middle of a test. */
  #cutShort = false

  constructor(options: TrainerOptions) {
    const { recipe, train, now, engine, control, from } = options
    this.#options = options
    this.#length = runLength(recipe, train.count)
    this.#testInterval = testInterval(recipe, this.#length, options.testImages)
    const normalisation = normalisationOf(recipe, train)
    const earlier = from?.augmentSeconds ?? 0
    this.#batches = new Batches({ ...options, normalisation, length: this.#length, earlier })
    this.#training = new Stopwatch(now, from?.trainSeconds)
    this.#wall = new Stopwatch(now, from?.wallSeconds)
    this.#usage = new UsageMeter(engine)
    this.#stall = new StallWatch({
      now,
      isStopped: () => control.stopped,
      onStall: (seconds) => options.emit({ type: 'stalled', step: this.step, seconds }),
      onAnswer: (seconds) => options.emit({ type: 'answered', step: this.step, seconds }),
    })
    this.#pace = new CheckpointPace(now, options.savingMs, options.checkpointIntervalMs)
    this.step = from?.snapshot.step ?? 0
    this.#epochSteps = [...(from?.epochSteps ?? [])]
    this.#rateFactor = new RateFactor(from?.rateFactor)
    if (from) this.saved = this.#at
    if (from && !options.retaken) {
      control.rateFactor = from.rateFactor * (options.rateScale ?? 1)
    }
    this.#tested = this.#epochSteps.length === 0
  }

  async play(): Promise<void> {
    const { emit } = this.#options
    const { retaken } = this.#options
    emit({
      type: 'begin',
      plan: this.#plan(),
      resumedFrom: this.#resumedFrom(),
      ...(retaken && { recovered: true }),
    })
    this.#wall.start()
    const { stepsPerEpoch, steps } = this.#length
    while (this.step < steps) {
      if (isTestDue(this.step, stepsPerEpoch, this.#testInterval) && !this.#tested) {
        await this.#testOnTheWay()
      }
      if (this.#pace.isOverdue) await this.#keepInEpoch()
      if (!(await this.#hasTimeLeft())) return this.#stop()
      await this.#takeStep()
      this.step++
      this.#tested = false
    }
    await this.#finish()
  }

  #plan(): RunSchedule {
    const { recipe, engine, seed, train, testImages, requestedBatchSize } = this.#options
    const { imagesFingerprint } = this.#options
    const length = this.#length
    return {
      length,
      batchSize: recipe.batchSize,
      requestedBatchSize,
      trainImages: train.count,
      testImages,
      ...(imagesFingerprint !== undefined && { imagesFingerprint }),
      seed,
      schedule: sampleSchedule(recipe, length),
      engine: engine.info,
      normImages: normImages(recipe, engine.info.microBatches),
    }
  }

  #resumedFrom(): ResumedFrom | null {
    const { from, fromOtherWork = false, engine } = this.#options
    if (!from) return null
    const sameVariant = from.snapshot.writer === engine.info.variant
    return { step: this.step, sameBits: sameVariant && !fromOtherWork }
  }

  get #at(): SavedPoint {
    return { step: this.step, epoch: this.step / this.#length.stepsPerEpoch }
  }

  /** Waits while paused and runs requested work, with the clock stopped. False if the run must stop. */
  async #hasTimeLeft(): Promise<boolean> {
    const { control, emit, engine } = this.#options
    let paused = false
    for (;;) {
      if (control.holding && !paused) {
        paused = true
        await this.#rest()
        await this.#saveCheckpoint()
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
    // A cancelled test is still running on the GPU; the checkpoint was saved before it.
    if (!this.#cutShort) {
      await this.#rest()
      await this.#saveCheckpoint()
    }
    this.#options.emit({ type: 'stopped', step: this.step })
  }

  async #takeStep(): Promise<void> {
    const { engine, recipe } = this.#options
    const length = this.#length
    const { step } = this
    await this.#answer(engine.ready())
    await this.#followDynamics()
    this.#followRate()
    this.#usage.count()
    engine.step({
      step,
      ...this.#batches.at(step),
      rates: scaledRates(ratesAt(recipe, length, step), this.#rateFactor.current),
      averageDecay: averageDecayAt(recipe, length, step),
    })
    if (this.#options.now() - this.#drainedAt >= METRICS_INTERVAL_MS) {
      await this.#drain({ flush: false })
    }
  }

  /** Waits for the engine, and reports stalls. */
  async #answer<T>(waiting: Promise<T>): Promise<T> {
    const { answer, stalled } = await this.#stall.wait(this.#patience, waiting)
    // Without steps to compare with, it may be a slow step.
    if (stalled > 0 && this.#stepsTaken >= KNOWN_STEPS) this.#training.leaveOut(stalled)
    return answer
  }

  get #stepsTaken(): number {
    return this.step - (this.#options.from?.snapshot.step ?? 0)
  }

  /** Milliseconds that an answer may take. */
  get #patience(): number {
    const { engine, from } = this.#options
    if (this.#stepsTaken < KNOWN_STEPS) return engine.info.software ? 6 * PATIENCE : PATIENCE
    const seconds = this.#training.seconds - (from?.trainSeconds ?? 0)
    return Math.max(PATIENCE, (5000 * seconds) / this.#stepsTaken)
  }

  /** Applies the requested interval of dynamics. */
  async #followDynamics(): Promise<void> {
    const { control, engine } = this.#options
    if (control.dynamicsEvery === this.#dynamicsEvery) return
    await this.#drain({ flush: true })
    this.#dynamicsEvery = control.dynamicsEvery
    await engine.recordDynamics(this.#dynamicsEvery)
  }

  /** Applies the requested rate factor. */
  #followRate(): void {
    const { emit } = this.#options
    const factor = this.#wantedFactor
    if (factor === this.#rateFactor.current) return
    this.#rateFactor.change(this.step, factor)
    emit({ type: 'rate', step: this.step, factor })
  }

  /** In repeated steps, the factor of the first time. */
  get #wantedFactor(): number {
    const { control, from, retaken } = this.#options
    if (!retaken || this.step >= retaken.end) return control.rateFactor
    const change = retaken.rateChanges.findLast(({ step }) => step <= this.step)
    return change?.factor ?? from?.rateFactor ?? 1
  }

  async #drain(options: { readonly flush: boolean }): Promise<void> {
    const { engine, emit, now } = this.#options
    const metrics = await this.#answer(engine.metrics(options))
    this.#drainedAt = now()
    if (metrics.length === 0) return
    const steps = metrics.map((entry) => this.#stepEvent(entry))
    this.#epochSteps.push(...steps)
    emit({ type: 'steps', ...this.#seconds(), steps, usage: this.#usage.read() })
    const measured = engine.dynamics()
    if (measured.length > 0) emit({ type: 'dynamics', steps: measured })
    const diverged = steps.find((entry) => !Number.isFinite(entry.loss))
    if (diverged) {
      throw this.#divergedAt(diverged.step)
    }
  }

  #divergedAt(step: number): Diverged {
    const { precision } = this.#options.engine.info
    const before = this.#epochSteps.filter((entry) => entry.step < step)
    return divergedAt({ step, precision, rateFactor: this.#rateFactor.at(step), before })
  }

  #stepEvent({ step, loss, accuracy }: StepMetrics): StepEvent {
    const scheduled = scheduledValue(this.#options.recipe, this.#length, step)
    const rate = this.#rateFactor.at(step) * scheduled
    return { step, loss, accuracy, rate }
  }

  /** Saves a checkpoint before the test, since a stop or a lost GPU may cancel it. */
  async #testOnTheWay(): Promise<void> {
    await this.#rest()
    if (this.#pace.isDue) await this.#saveCheckpoint()
    const { testAll } = this.#options.measures ?? {}
    const test = await this.#unlessStopped(async () =>
      testAll ? testFinally(this.#options) : testEpoch(this.#options),
    )
    if (test) this.#emitEpoch(test)
  }

  /** The final test with all its views is on the clock; the plainer ones beside it are not. */
  async #finish(): Promise<void> {
    const { emit } = this.#options
    await this.#rest()
    await this.#saveCheckpoint()
    await this.#measureForgetting()
    this.#training.start()
    const final = await this.#unlessStopped(() =>
      testFinally(this.#options, () => this.#training.stop()),
    )
    if (!final) return this.#stop()
    this.#emitEpoch(final)
    emit({ type: 'done', ...this.#seconds(), steps: this.step, ...final })
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

  /** A test's result; null if the run is stopped. */
  async #unlessStopped<T>(test: () => Promise<T>): Promise<T | null> {
    const { control } = this.#options
    if (control.stopped) return null
    const result = await control.unlessStopped(test())
    this.#cutShort = result === null
    return result
  }

  #emitEpoch({ test, predictions }: EpochTest): void {
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
      watched: watchedIn(predictions),
    })
  }

  /** Between two steps; the clock starts again with the next one. */
  async #keepInEpoch(): Promise<void> {
    if (!this.#options.saveCheckpoint) return
    await this.#rest()
    await this.#saveCheckpoint()
  }

  /** Saves a checkpoint, if there is somewhere to save it. */
  async #saveCheckpoint(): Promise<void> {
    const { engine, emit, saveCheckpoint } = this.#options
    if (!saveCheckpoint) return
    const snapshot = await this.#pace.time(() => engine.snapshot())
    // The last update may have made weights NaN while the loss was still finite; the previous checkpoint is good.
    if (!isFiniteState(snapshot)) throw this.#divergedAt(this.step - 1)
    saveCheckpoint({
      snapshot,
      ...this.#seconds(),
      epochSteps: [...this.#epochSteps],
      rateFactor: this.#rateFactor.current,
    })
    this.saved = this.#at
    emit({ type: 'checkpoint', ...this.saved })
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

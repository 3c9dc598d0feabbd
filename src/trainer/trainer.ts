import type { Engine, StepMetrics } from '../engine/engine.ts'
import type { EpochChoices } from '../engine/choices.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { runLength, sampleSchedule, scheduledValue, type RunLength } from '../recipe/schedule.ts'
import { Stopwatch } from './clock.ts'
import type { RunControl } from './control.ts'
import { drawEpoch } from './draw.ts'
import { describeFailure, TrainingError } from './failure.ts'
import type { RunPlan, SplitScore, StepEvent, TestScores, TrainerEvent } from './events.ts'
import { normImages } from './norm-images.ts'
import { keepAverageAt, ratesAt } from './rates.ts'
import { UsageMeter } from './usage.ts'
import { viewsOf } from './views.ts'

/** How long metrics may wait on the engine before the page hears of them. */
const METRICS_INTERVAL_MS = 250

export interface TrainerOptions {
  /** Loaded with both splits and initialised with `seed`. */
  readonly engine: Engine
  readonly recipe: Recipe
  /** The batch size the preset asks for, where `recipe` has a smaller one. */
  readonly requestedBatchSize: number
  readonly seed: number
  readonly trainImages: number
  readonly testImages: number
  readonly control: RunControl
  readonly emit: (event: TrainerEvent) => void
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
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
      ...describeFailure(error, 'Run it again; the run is kept up to there.'),
    })
  }
}

class Run {
  step = 0
  readonly #options: TrainerOptions
  readonly #length: RunLength
  readonly #training: Stopwatch
  readonly #wall: Stopwatch
  readonly #usage: UsageMeter
  #choices: EpochChoices | null = null
  #drainedAt = 0
  #epochSteps: StepEvent[] = []

  constructor(options: TrainerOptions) {
    this.#options = options
    this.#length = runLength(options.recipe, options.trainImages)
    this.#training = new Stopwatch(options.now)
    this.#wall = new Stopwatch(options.now)
    this.#usage = new UsageMeter(options.engine)
  }

  async play(): Promise<void> {
    const { emit } = this.#options
    emit({ type: 'begin', plan: this.#plan() })
    this.#wall.start()
    for (; this.step < this.#length.steps; this.step++) {
      if (!(await this.#mayGoOn())) {
        await this.#drain({ flush: true })
        emit({ type: 'stopped', step: this.step })
        return
      }
      await this.#takeStep()
      if (
        (this.step + 1) % this.#length.stepsPerEpoch === 0 &&
        this.step + 1 < this.#length.steps
      ) {
        await this.#endEpoch()
      }
    }
    await this.#finish()
  }

  #plan(): RunPlan {
    const { recipe, engine, seed, trainImages, testImages, requestedBatchSize } = this.#options
    const length = this.#length
    return {
      length,
      batchSize: recipe.batchSize,
      requestedBatchSize,
      trainImages,
      testImages,
      seed,
      schedule: sampleSchedule(recipe, length),
      engine: engine.info,
      normImages: normImages(recipe, engine.info.passes),
    }
  }

  /** Holds while paused, with the clock stopped. False once the run is to stop. */
  async #mayGoOn(): Promise<boolean> {
    const { control, emit } = this.#options
    const holding = control.holding
    if (holding) {
      await this.#drain({ flush: true })
      this.#training.stop()
      emit({ type: 'paused', step: this.step })
    }
    const goOn = await control.checkpoint()
    if (holding && goOn) emit({ type: 'resumed', step: this.step })
    this.#training.start()
    return goOn
  }

  async #takeStep(): Promise<void> {
    const { engine, recipe, seed, trainImages } = this.#options
    const length = this.#length
    const epoch = Math.floor(this.step / length.stepsPerEpoch)
    if (this.#choices?.epoch !== epoch) {
      this.#choices = drawEpoch(recipe.augmentation, seed, epoch, trainImages)
    }
    await engine.ready()
    this.#usage.count()
    engine.step({
      step: this.step,
      choices: this.#choices,
      first: (this.step % length.stepsPerEpoch) * recipe.batchSize,
      rates: ratesAt(recipe, length, this.step),
      keepAverage: keepAverageAt(recipe, length, this.step),
    })
    if (this.#options.now() - this.#drainedAt >= METRICS_INTERVAL_MS) {
      await this.#drain({ flush: false })
    }
  }

  async #drain(options: { readonly flush: boolean }): Promise<void> {
    const { engine, emit, now } = this.#options
    const metrics = await engine.metrics(options)
    this.#drainedAt = now()
    if (metrics.length === 0) return
    const steps = metrics.map((entry) => this.#stepEvent(entry))
    this.#epochSteps.push(...steps)
    emit({ type: 'steps', ...this.#seconds(), steps, usage: this.#usage.read() })
    const diverged = steps.find((entry) => !Number.isFinite(entry.loss))
    if (diverged) {
      throw new TrainingError(
        `The loss was no longer a number at step ${diverged.step + 1}.`,
        'The learning rate is the usual cause: open the recipe and lower its peak.',
      )
    }
  }

  #stepEvent({ step, loss, accuracy }: StepMetrics): StepEvent {
    const rate = scheduledValue(this.#options.recipe, this.#length, step)
    return { step, loss, accuracy, rate }
  }

  async #endEpoch(): Promise<void> {
    await this.#drain({ flush: true })
    this.#training.stop()
    const test = await this.#options.control.unlessStopped(this.#test())
    if (test) this.#emitEpoch(test)
    this.#training.start()
  }

  /** The final test with all its views is on the clock; the plainer ones beside it are not. False if stopped meanwhile. */
  async #finish(): Promise<boolean> {
    await this.#drain({ flush: true })
    const { emit, control } = this.#options
    const test = await control.unlessStopped(this.#test(() => this.#training.stop()))
    if (!test) return false
    this.#emitEpoch(test)
    emit({ type: 'done', ...this.#seconds(), steps: this.step, test })
    return true
  }

  #emitEpoch(test: TestScores): void {
    const steps = this.#epochSteps
    this.#epochSteps = []
    const mean = (of: (entry: StepEvent) => number) =>
      steps.reduce((sum, entry) => sum + of(entry), 0) / steps.length
    const taken = Math.min(this.step + 1, this.#length.steps)
    this.#options.emit({
      type: 'epoch',
      epoch: taken / this.#length.stepsPerEpoch,
      step: taken,
      ...this.#seconds(),
      train: { loss: mean((entry) => entry.loss), accuracy: mean((entry) => entry.accuracy) },
      test,
    })
  }

  /** Tests the best-prepared weights first, says so, then what else the recipe keeps. */
  async #test(afterFinal: () => void = () => {}): Promise<TestScores> {
    const { recipe } = this.#options
    const weights = recipe.averaging.kind === 'none' ? 'live' : 'average'
    const score = (views: typeof recipe.views, of: 'live' | 'average') => this.#score(views, of)
    const best = await score(recipe.views, weights)
    afterFinal()
    const hasViews = recipe.views !== 'none'
    const average = weights === 'live' ? null : hasViews ? await score('none', 'average') : best
    const live = weights === 'live' && !hasViews ? best : await score('none', 'live')
    return { live, average, views: hasViews ? best : null }
  }

  async #score(views: Recipe['views'], weights: 'live' | 'average'): Promise<SplitScore> {
    const { engine, testImages } = this.#options
    const { loss, correct, count } = await engine.evaluate(
      'test',
      viewsOf(views),
      weights,
      testImages,
    )
    return { loss, accuracy: correct / count }
  }

  #seconds(): { trainSeconds: number; wallSeconds: number } {
    return { trainSeconds: this.#training.seconds, wallSeconds: this.#wall.seconds }
  }
}

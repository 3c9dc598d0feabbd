import { runLength, type RunLength } from '../../recipe/schedule/schedule.ts'
import { Stopwatch } from '../clock.ts'
import type { RunSeconds, SavedPoint, StepEvent } from '../events.ts'
import { divergedAt } from '../recovery/divergence.ts'
import type { Diverged } from '../recovery/failure.ts'
import { Batches } from '../schedule/batches.ts'
import { normalisationOf } from '../schedule/normalisation.ts'
import { RateFactor } from '../schedule/rate-factor.ts'
import type { TrainerOptions } from '../trainer-options.ts'

/** Where a run is, and what it has used so far: what the parts of the loop share. */
export class RunState {
  readonly length: RunLength
  readonly batches: Batches
  readonly rateFactor: RateFactor
  readonly training: Stopwatch
  readonly wall: Stopwatch
  /** The next step to be taken. */
  step: number
  /** The last checkpoint. */
  saved: SavedPoint | null
  /** The steps taken since the last test. */
  epochSteps: StepEvent[]
  readonly #options: TrainerOptions

  constructor(options: TrainerOptions) {
    const { recipe, train, now, from } = options
    this.#options = options
    this.length = runLength(recipe, train.count)
    const normalisation = normalisationOf(recipe, train)
    const earlier = from?.augmentSeconds ?? 0
    this.batches = new Batches({ ...options, normalisation, length: this.length, earlier })
    this.rateFactor = new RateFactor(from?.rateFactor)
    this.training = new Stopwatch(now, from?.trainSeconds)
    this.wall = new Stopwatch(now, from?.wallSeconds)
    this.step = from?.snapshot.step ?? 0
    this.saved = from ? this.at : null
    this.epochSteps = [...(from?.epochSteps ?? [])]
  }

  get at(): SavedPoint {
    return { step: this.step, epoch: this.step / this.length.stepsPerEpoch }
  }

  get seconds(): RunSeconds {
    const { augmentSeconds } = this.batches
    return {
      trainSeconds: this.training.seconds,
      wallSeconds: this.wall.seconds,
      ...(augmentSeconds === undefined ? {} : { augmentSeconds }),
    }
  }

  /** Steps since the start, or since the resume. */
  get stepsTaken(): number {
    return this.step - (this.#options.from?.snapshot.step ?? 0)
  }

  /** The training time of `stepsTaken`. */
  get secondsTaken(): number {
    return this.training.seconds - (this.#options.from?.trainSeconds ?? 0)
  }

  /** The error of a run whose loss became NaN at a step. */
  divergedAt(step: number): Diverged {
    const { precision } = this.#options.engine.info
    const before = this.epochSteps.filter((entry) => entry.step < step)
    return divergedAt({ step, precision, rateFactor: this.rateFactor.at(step), before })
  }
}

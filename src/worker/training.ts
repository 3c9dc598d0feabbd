import { DataError } from '../data/error.ts'
import { fingerprintOf } from '../data/facts/fingerprint.ts'
import type { Splits } from '../data/split.ts'
import type { EngineSpec } from '../engine/engine.ts'
import { resolveRecipe } from '../recipe/choice.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { runLength } from '../recipe/schedule/schedule.ts'
import type { Checkpoint } from '../trainer/recovery/checkpoint.ts'
import type { RunControl } from '../trainer/control.ts'
import type { SavedPoint, TrainerEvent } from '../trainer/events.ts'
import { describeFailure } from '../trainer/recovery/failure.ts'
import { prepareEngine } from '../trainer/schedule/prepare.ts'
import { type Attempt, trainThroughLosses } from '../trainer/recovery/recovery.ts'
import type { Interruption } from '../trainer/recovery/interruption.ts'
import { trainUntilLost } from '../trainer/trainer.ts'
import type { InspectedNetwork } from './inspection/inspection.ts'
import { isPast, type SavedRun } from './checkpoint/saved-run.ts'
import type { TrainRequest, WorkerEvent } from './protocol.ts'
import { RELOAD, type SessionOptions } from './session-options.ts'

const OTHER_ENGINE =
  'Reload the page and try again. If it fails again, choose TensorFlow.js under Engine in the recipe.'

/** Where a run starts. */
export interface Resume {
  /** Null for the first step. */
  readonly from: SavedRun | null
  /** Multiplies the learning rate from then on. */
  readonly rateScale: number
}

/**
 * Trains a run from loading data to its end, or resumes a saved one; replaces lost devices. Reports in events and never
 * rejects. Reports its network when ready, and frees it unless the run finishes; resolves to its steps if it finished,
 * else to null.
 */
export async function trainRun(
  options: SessionOptions,
  control: RunControl,
  request: TrainRequest,
  resume: Resume,
  onReady: (subject: InspectedNetwork) => void,
): Promise<number | null> {
  const { post } = options
  const { from } = resume
  try {
    const splits = await loadSplits(options, control, request)
    if (splits)
      return await new TrainingRun(options, control, request, splits, resume, onReady).play()
    post({ type: 'trainer', event: { type: 'stopped', step: 0 } })
  } catch (error) {
    const advice = request.engine === 'wgsl' ? OTHER_ENGINE : RELOAD
    const failure = describeFailure(error, advice)
    const saved = from && savedPointOf(from)
    post({ type: 'trainer', event: { type: 'failed', step: saved?.step ?? 0, ...failure, saved } })
  } finally {
    control.end()
  }
  return null
}

/** One run with all its attempts. */
class TrainingRun {
  readonly #options: SessionOptions
  readonly #control: RunControl
  readonly #request: TrainRequest
  readonly #splits: Splits
  readonly #fingerprint: Promise<string | undefined>
  readonly #from: SavedRun | null
  readonly #rateScale: number
  readonly #onReady: (subject: InspectedNetwork) => void
  /** As trained, once known. */
  #recipe: Recipe | null
  #microBatches: number | null
  /** Events up to the last checkpoint, and since. */
  #past: { readonly saved: readonly TrainerEvent[]; readonly since: TrainerEvent[] }
  #attempts = 0
  #taken: number | null = null

  constructor(
    options: SessionOptions,
    control: RunControl,
    request: TrainRequest,
    splits: Splits,
    { from, rateScale }: Resume,
    onReady: (subject: InspectedNetwork) => void,
  ) {
    this.#options = options
    this.#control = control
    this.#request = request
    this.#splits = splits
    // Computed while the engine is built.
    this.#fingerprint = knownFingerprint(splits)
    this.#from = from
    this.#rateScale = rateScale
    this.#onReady = onReady
    this.#recipe = from?.recipe ?? null
    this.#microBatches = this.#begun?.plan.engine.microBatches ?? null
    this.#past = { saved: from?.past ?? [], since: [] }
  }

  /** The begin event of the resumed run. */
  get #begun() {
    return this.#from?.past.findLast((event) => event.type === 'begin')
  }

  /** Resolves to the steps of a finished run, else to null. */
  async play(): Promise<number | null> {
    const from = this.#from
    const { now, wait } = this.#options
    await trainThroughLosses({
      from: from?.checkpoint ?? null,
      savedAt: from && savedPointOf(from),
      control: this.#control,
      emit: (event) => this.#emit(event),
      now,
      wait,
      attempt: (attempt) => this.#attempt(attempt),
    })
    return this.#taken
  }

  async #attempt(attempt: Attempt): Promise<Interruption | null> {
    const { now } = this.#options
    const { seed, measures } = this.#request
    const isFirst = this.#attempts++ === 0
    this.#past = { saved: this.#past.saved, since: [] }
    const prepared = await this.#prepare(attempt)
    if (!prepared) {
      attempt.emit({ type: 'stopped', step: attempt.retaken?.end ?? 0 })
      return null
    }
    const { engine, recipe } = prepared
    try {
      const { train, test } = this.#splits
      const requestedBatchSize =
        this.#from?.requestedBatchSize ?? resolveRecipe(this.#request.choice).batchSize
      const { precision, microBatches } = engine.info
      const imagesFingerprint = await this.#fingerprint
      this.#recipe = { ...recipe, precision }
      this.#microBatches = microBatches
      this.#onReady({ engine, recipe, seed, splits: this.#splits })
      // A reloaded page doesn't have the earlier events.
      if (isFirst) for (const event of this.#past.saved) attempt.emit(event)
      return await trainUntilLost({
        engine,
        recipe,
        requestedBatchSize,
        seed,
        train,
        testImages: test.count,
        control: this.#control,
        emit: attempt.emit,
        now,
        from: attempt.from,
        retaken: attempt.retaken,
        rateScale: this.#rateScale,
        ...(measures && { measures }),
        fromOtherWork: this.#isOtherWork(imagesFingerprint),
        ...(imagesFingerprint !== undefined && { imagesFingerprint }),
        savingMs: () => this.#options.savedRuns.savingMs,
        saveCheckpoint: (checkpoint) => {
          attempt.onCheckpoint(checkpoint)
          this.#save(checkpoint, requestedBatchSize)
        },
      })
    } finally {
      if (this.#taken === null) engine.dispose()
    }
  }

  /** Whether the resumed run was trained by another version or possibly on other images. */
  #isOtherWork(imagesFingerprint: string | undefined): boolean {
    if (this.#from === null) return false
    const before = this.#begun?.plan.imagesFingerprint
    const sameImages = before !== undefined && before === imagesFingerprint
    return this.#from.code !== this.#options.code || !sameImages
  }

  #emit(event: TrainerEvent): void {
    if (event.type === 'done') this.#taken = event.steps
    if (isPast(event)) this.#past.since.push(event)
    this.#options.post({ type: 'trainer', event })
  }

  #save(checkpoint: Checkpoint, requestedBatchSize: number): void {
    const { savedRuns, time, code } = this.#options
    const recipe = this.#recipe
    if (recipe === null) return
    const past = [...this.#past.saved, ...this.#past.since]
    this.#past = { saved: past, since: [] }
    const { steps, stepsPerEpoch } = runLength(recipe, this.#splits.train.count)
    savedRuns.save({
      request: this.#request,
      recipe,
      requestedBatchSize,
      steps,
      stepsPerEpoch,
      savedAt: time(),
      code,
      checkpoint,
      past,
    })
  }

  /** Null if the run is stopped meanwhile. */
  #prepare({ from, retaken }: Attempt) {
    const { engines, post } = this.#options
    const { choice, seed, engine: name } = this.#request
    const { signal } = this.#control
    const number = this.#attempts
    // Ignore the compile progress of a lost device.
    const report = (event: Extract<WorkerEvent, { type: 'preparing' }>) => {
      if (number === this.#attempts) post(event)
    }
    const createEngine = async (spec: EngineSpec) => {
      report({ type: 'preparing', what: 'engine' })
      const created = await engines.create(name, spec, {
        onKernels: (progress) => report({ type: 'preparing', what: 'kernels', ...progress }),
        replaces: retaken !== null,
        ...(this.#microBatches !== null && { microBatches: this.#microBatches }),
      })
      report({ type: 'preparing', what: 'engine' })
      return created
    }
    const recipe = this.#recipe ?? resolveRecipe(choice)
    const snapshot = from?.snapshot ?? null
    return this.#control.unlessStopped(
      prepareEngine({ createEngine, recipe, seed, ...this.#splits, signal, from: snapshot }),
    )
  }
}

/** Absent if the browser has no checksums, on pages served over plain http. */
async function knownFingerprint(splits: Splits): Promise<string | undefined> {
  try {
    return await fingerprintOf(splits)
  } catch (error) {
    if (error instanceof DataError) return undefined
    throw error
  }
}

const savedPointOf = ({ checkpoint, stepsPerEpoch }: SavedRun): SavedPoint => {
  const { step } = checkpoint.snapshot
  return { step, epoch: step / stepsPerEpoch }
}

/** Null if the run is stopped meanwhile, which pauses the download. */
async function loadSplits(
  { data, post }: SessionOptions,
  control: RunControl,
  { dataset }: TrainRequest,
) {
  post({ type: 'preparing', what: 'data' })
  const splits = await control.unlessStopped(
    dataset === 'full' ? data.full(control.signal) : data.sample(),
  )
  if (!splits) data.pause()
  return splits
}

import { DATASET_SIZES } from '../data/datasets.ts'
import { resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import type { EngineName } from '../engine/engine.ts'
import { runFlops } from '../trainer/schedule/compute.ts'
import { RunControl } from '../trainer/control.ts'
import { describeFailure } from '../trainer/recovery/failure.ts'
import { ImageProvider } from './inspection/image-provider.ts'
import { ShippedNetwork } from './inspection/shipped-network.ts'
import { Inspector } from './inspection/inspector.ts'
import type { InspectedNetwork } from './inspection/inspection.ts'
import type { SavedRun } from './checkpoint/saved-run.ts'
import type { Command, EstimateReport, SavedRunReport, TrainRequest } from './protocol.ts'
import { SelfTester } from './inspection/self-tester.ts'
import { RELOAD, type SessionOptions } from './session-options.ts'
import { trainRun } from './training.ts'

/** Observed ratio of a whole run's rate to the short measurement, lowest and highest. */
const ESTIMATE_SPREAD = { low: 0.85, high: 1.3 }

const BUSY = 'A run is in progress. Start the test when it has ended.'

/** The worker of one page: handles its commands, one run at a time, and reports in events. */
export class Session {
  readonly #options: SessionOptions
  readonly #imageProvider: ImageProvider
  readonly #inspector: Inspector
  readonly #shipped: ShippedNetwork
  readonly #selfTester: SelfTester
  #run: RunControl | null = null
  #dynamicsEvery = 0
  #measuring: Promise<unknown> = Promise.resolve()
  #peakPosted = false

  constructor(options: SessionOptions) {
    this.#options = options
    this.#imageProvider = new ImageProvider(options)
    this.#inspector = new Inspector(options)
    this.#shipped = new ShippedNetwork(options)
    this.#selfTester = new SelfTester(options)
  }

  /** Handles one command. Never rejects: errors are posted as a `problem`. */
  async handle(command: Command): Promise<void> {
    try {
      await this.#carryOut(command)
    } catch (error) {
      this.#options.post({ type: 'problem', ...describeFailure(error, RELOAD) })
    }
  }

  async #carryOut(command: Command): Promise<void> {
    const { data, engines, post, savedRuns } = this.#options
    switch (command.type) {
      case 'describe':
        post({ type: 'adapter', adapter: await engines.describe() })
        return
      case 'estimate':
        if (this.#run) return
        await this.#measure(() => this.#postEstimate(command.choice, command.engine))
        return
      case 'peak':
        await this.#postPeak()
        return
      case 'selfTest':
        if (this.#run) this.#selfTester.refuse(BUSY)
        else await this.#measure(() => this.#selfTester.run(command.seed))
        return
      case 'stopSelfTest':
        this.#selfTester.stop()
        return
      case 'train': {
        const { type: _, ...request } = command
        await this.#train(request, null)
        return
      }
      case 'saved run':
        post({ type: 'saved run', run: reportOf(await savedRuns.load()) })
        return
      case 'continue':
        await this.#resume(command.rateScale)
        return
      case 'pause':
        this.#run?.pause()
        return
      case 'resume':
        this.#run?.resume()
        return
      case 'step':
        this.#run?.step()
        return
      case 'stop':
        this.#run?.stop()
        return
      case 'rate':
        if (this.#run) this.#run.rateFactor = command.factor
        return
      case 'dynamics':
        this.#dynamicsEvery = command.everySteps
        if (this.#run) this.#run.dynamicsEvery = command.everySteps
        return
      case 'data':
        await this.#data(command)
        return
      case 'import':
        await this.#imageProvider.release()
        await data.import(command.files)
        return
      case 'facts':
        post(await this.#imageProvider.facts(command.dataset))
        return
      case 'thumbnails':
        post(await this.#imageProvider.thumbnails(command.dataset, command.label, command.most))
        return
      case 'images': {
        const { type: _, ...request } = command
        post(await this.#imageProvider.images(request))
        return
      }
      case 'inspect':
        await (command.of === 'shipped' ? this.#shipped : this.#inspector).answer(
          command.ticket,
          command.inspection,
        )
        return
      case 'preview': {
        const { type: _, ...request } = command
        post(await this.#imageProvider.preview(request, { running: this.#run !== null }))
        return
      }
    }
  }

  async #data({ action, from }: Extract<Command, { type: 'data' }>): Promise<void> {
    const { data } = this.#options
    switch (action) {
      case 'status':
        data.announce()
        return
      case 'download':
        await data.download(from)
        return
      case 'pause':
        data.pause()
        return
      case 'cancel':
        await data.cancel()
        return
      case 'delete':
        await this.#imageProvider.release()
        await data.delete()
        return
    }
  }

  async #estimate(choice: RecipeChoice, engine: EngineName): Promise<EstimateReport> {
    const recipe = resolveRecipe(choice)
    const rate = await this.#options.engines.trainingRate(engine)
    const seconds = runFlops(recipe, DATASET_SIZES.full.train, DATASET_SIZES.full.test) / rate
    return {
      choice,
      engine,
      seconds,
      secondsLow: seconds * ESTIMATE_SPREAD.low,
      secondsHigh: seconds * ESTIMATE_SPREAD.high,
      sampleSeconds:
        recipe.batchSize > DATASET_SIZES.sample.train
          ? null
          : runFlops(recipe, DATASET_SIZES.sample.train, DATASET_SIZES.sample.test) / rate,
    }
  }

  /** Posts the expected time and, once on a GPU, its peak performance. */
  async #postEstimate(choice: RecipeChoice, engine: EngineName): Promise<void> {
    const { engines, post } = this.#options
    post({ type: 'estimate', estimate: await this.#estimate(choice, engine) })
    if (this.#peakPosted || this.#run) return
    const { backend, software } = await engines.describe()
    if (backend !== 'webgpu' || software) return
    this.#peakPosted = true
    post({ type: 'peak', peak: await engines.peak() })
  }

  /** Measures between two steps of a current run, which would otherwise compete for the GPU. */
  async #postPeak(): Promise<void> {
    const { engines, post } = this.#options
    const measure = () => engines.peak()
    const peak = this.#run ? await this.#run.between(measure) : await this.#measure(measure)
    post({ type: 'peak', peak })
  }

  /** Measures the GPU while it is idle; a run waits for it. */
  async #measure<T>(work: () => Promise<T>): Promise<T> {
    const result = work()
    this.#measuring = Promise.allSettled([this.#measuring, result])
    return result
  }

  async #resume(rateScale?: number): Promise<void> {
    const saved = await this.#options.savedRuns.load()
    if (!saved) throw new Error('There is no saved run to resume.')
    await this.#train(saved.request, saved, rateScale)
  }

  async #train(request: TrainRequest, from: SavedRun | null, rateScale = 1): Promise<void> {
    if (this.#run) {
      throw new Error('A run is already in progress. Stop it before starting another.')
    }
    const control = new RunControl()
    control.dynamicsEvery = request.measures?.dynamicsEvery ?? this.#dynamicsEvery
    this.#run = control
    let steps: number | null = null
    try {
      this.#selfTester.stop()
      await control.unlessStopped(this.#measuring)
      await Promise.all([this.#imageProvider.release(), this.#inspector.begin(control)])
      const onReady = (subject: InspectedNetwork) => this.#inspector.ready(subject)
      steps = await trainRun(this.#options, control, request, { from, rateScale }, onReady)
    } finally {
      this.#inspector.end(steps)
      this.#run = null
    }
  }
}

function reportOf(run: SavedRun | null): SavedRunReport | null {
  if (run === null) return null
  const { request, steps, stepsPerEpoch, savedAt, checkpoint } = run
  const { step } = checkpoint.snapshot
  return { request, step, epoch: step / stepsPerEpoch, steps, savedAt }
}

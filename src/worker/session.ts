import type { Splits } from '../data/split.ts'
import type { Engine, EngineName, EngineSpec } from '../engine/engine.ts'
import { resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import { runFlops } from '../trainer/compute.ts'
import { RunControl } from '../trainer/control.ts'
import { describeFailure } from '../trainer/failure.ts'
import { prepareEngine } from '../trainer/prepare.ts'
import { train } from '../trainer/trainer.ts'
import type {
  AdapterReport,
  Command,
  EstimateReport,
  KernelProgress,
  TrainCommand,
  WorkerEvent,
} from './protocol.ts'

/** What the session needs of the data set; `src/data/dataset.ts` has it. */
export interface SessionData {
  announce(): void
  download(): Promise<void>
  pause(): void
  cancel(): Promise<void>
  delete(): Promise<void>
  import(files: readonly File[]): Promise<void>
  /** The full set, downloaded first where it is not here; null if that was cancelled or `signal` aborts. */
  full(signal: AbortSignal): Promise<Splits | null>
  sample(): Promise<Splits>
}

export interface SessionEngines {
  describe(): Promise<AdapterReport>
  create(
    name: EngineName,
    spec: EngineSpec,
    onKernels: (progress: KernelProgress) => void,
  ): Promise<Engine>
  /** FLOP/s of training here, measured in about two seconds. */
  trainingRate(name: EngineName): Promise<number>
}

export interface SessionOptions {
  readonly data: SessionData
  readonly engines: SessionEngines
  readonly post: (event: WorkerEvent) => void
  readonly now: () => number
}

/** How far a whole run's rate has been seen to lie from the short measurement, downwards and upwards. */
const ESTIMATE_SPREAD = { low: 0.85, high: 1.3 }

const RELOAD = 'Reload the page and try again.'
const OTHER_ENGINE =
  'Reload the page and try again; if it stays, choose TensorFlow.js under Engine in the recipe.'

const FULL_SET = { train: 50_000, test: 10_000 }
const SAMPLE_SET = { train: 5000, test: 1000 }

/** One page's worker: carries out its commands, one run at a time, and reports in events. */
export class Session {
  readonly #options: SessionOptions
  #run: RunControl | null = null

  constructor(options: SessionOptions) {
    this.#options = options
  }

  /** Carries out one command. Never rejects: what goes wrong is posted as a `problem`. */
  async handle(command: Command): Promise<void> {
    try {
      await this.#carryOut(command)
    } catch (error) {
      this.#options.post({ type: 'problem', ...describeFailure(error, RELOAD) })
    }
  }

  async #carryOut(command: Command): Promise<void> {
    const { data, engines, post } = this.#options
    switch (command.type) {
      case 'describe':
        post({ type: 'adapter', adapter: await engines.describe() })
        return
      case 'estimate':
        if (this.#run) return
        post({ type: 'estimate', estimate: await this.#estimate(command.choice, command.engine) })
        return
      case 'train':
        await this.#train(command)
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
      case 'data':
        await this.#data(command.action)
        return
      case 'import':
        await data.import(command.files)
        return
    }
  }

  async #data(action: Extract<Command, { type: 'data' }>['action']): Promise<void> {
    const { data } = this.#options
    switch (action) {
      case 'status':
        data.announce()
        return
      case 'download':
        await data.download()
        return
      case 'pause':
        data.pause()
        return
      case 'cancel':
        await data.cancel()
        return
      case 'delete':
        await data.delete()
        return
    }
  }

  async #estimate(choice: RecipeChoice, engine: EngineName): Promise<EstimateReport> {
    const recipe = resolveRecipe(choice)
    const rate = await this.#options.engines.trainingRate(engine)
    const seconds = runFlops(recipe, FULL_SET.train, FULL_SET.test) / rate
    return {
      choice,
      engine,
      seconds,
      secondsLow: seconds * ESTIMATE_SPREAD.low,
      secondsHigh: seconds * ESTIMATE_SPREAD.high,
      sampleSeconds: runFlops(recipe, SAMPLE_SET.train, SAMPLE_SET.test) / rate,
    }
  }

  async #train({ choice, seed, dataset, engine: name }: TrainCommand): Promise<void> {
    const { data, engines, post, now } = this.#options
    if (this.#run) {
      throw new Error('A run is under way already; stop it before starting another.')
    }
    const control = new RunControl()
    this.#run = control
    const preset = resolveRecipe(choice)
    let engine: Engine | null = null
    try {
      post({ type: 'preparing', what: 'data' })
      const wanted = new AbortController()
      const splits = await control.unlessStopped(
        dataset === 'full' ? data.full(wanted.signal) : data.sample(),
      )
      if (!splits) {
        wanted.abort()
        data.pause()
        post({ type: 'trainer', event: { type: 'stopped', step: 0 } })
        return
      }
      const createEngine = async (spec: EngineSpec) => {
        post({ type: 'preparing', what: 'engine' })
        const created = await engines.create(name, spec, (progress) =>
          post({ type: 'preparing', what: 'kernels', ...progress }),
        )
        post({ type: 'preparing', what: 'engine' })
        return created
      }
      const prepared = await control.unlessStopped(
        prepareEngine({
          createEngine,
          recipe: preset,
          seed,
          ...splits,
          signal: control.signal,
        }),
      )
      if (!prepared) {
        post({ type: 'trainer', event: { type: 'stopped', step: 0 } })
        return
      }
      engine = prepared.engine
      await train({
        engine,
        recipe: prepared.recipe,
        requestedBatchSize: preset.batchSize,
        seed,
        trainImages: splits.train.count,
        testImages: splits.test.count,
        control,
        emit: (event) => post({ type: 'trainer', event }),
        now,
      })
    } catch (error) {
      post({
        type: 'trainer',
        event: {
          type: 'failed',
          step: 0,
          ...describeFailure(error, name === 'wgsl' ? OTHER_ENGINE : RELOAD),
        },
      })
    } finally {
      engine?.dispose()
      this.#run = null
    }
  }
}

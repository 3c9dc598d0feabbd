import { resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import type { EngineName } from '../engine/engine.ts'
import { runFlops } from '../trainer/compute.ts'
import { RunControl } from '../trainer/control.ts'
import { describeFailure } from '../trainer/failure.ts'
import type { KeptRun } from './kept-run.ts'
import type { Command, EstimateReport, KeptReport, TrainRequest } from './protocol.ts'
import { RELOAD, type SessionOptions } from './session-options.ts'
import { trainRun } from './training.ts'

/** How far a whole run's rate has been seen to lie from the short measurement, downwards and upwards. */
const ESTIMATE_SPREAD = { low: 0.85, high: 1.3 }

const FULL_SET = { train: 50_000, test: 10_000 }
const SAMPLE_SET = { train: 5000, test: 1000 }

/** One page's worker: carries out its commands, one run at a time, and reports in events. */
export class Session {
  readonly #options: SessionOptions
  #run: RunControl | null = null
  #dynamicsEvery = 0

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
    const { data, engines, post, kept } = this.#options
    switch (command.type) {
      case 'describe':
        post({ type: 'adapter', adapter: await engines.describe() })
        return
      case 'estimate':
        if (this.#run) return
        post({ type: 'estimate', estimate: await this.#estimate(command.choice, command.engine) })
        return
      case 'train': {
        const { type: _, ...request } = command
        await this.#train(request, null)
        return
      }
      case 'kept':
        post({ type: 'kept', run: reportOf(await kept.load()), refusal: kept.refusal })
        return
      case 'continue':
        await this.#goOn()
        return
      case 'forget':
        await kept.clear()
        post({ type: 'kept', run: null, refusal: kept.refusal })
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

  async #goOn(): Promise<void> {
    const kept = await this.#options.kept.load()
    if (!kept) throw new Error('No run is kept that could go on.')
    await this.#train(kept.request, kept)
  }

  async #train(request: TrainRequest, from: KeptRun | null): Promise<void> {
    if (this.#run) {
      throw new Error('A run is under way already; stop it before starting another.')
    }
    const control = new RunControl()
    control.dynamicsEvery = this.#dynamicsEvery
    this.#run = control
    try {
      await trainRun(this.#options, control, request, from)
    } finally {
      this.#run = null
    }
  }
}

function reportOf(run: KeptRun | null): KeptReport | null {
  if (run === null) return null
  const { request, steps, stepsPerEpoch, keptAt, checkpoint } = run
  const { step } = checkpoint.snapshot
  return { request, step, epoch: step / stepsPerEpoch, steps, keptAt }
}

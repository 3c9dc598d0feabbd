import { describeFailure } from '../trainer/failure.ts'
import type { RunControl } from '../trainer/control.ts'
import { prepareEngine } from '../trainer/prepare.ts'
import { inspect, type Subject } from './inspection.ts'
import type { Inspection, InspectionResult } from './inspection-protocol.ts'
import { logitStepsOf } from './logit-steps.ts'
import type { SessionOptions } from './session-options.ts'

/**
 * Holds the network that can be looked into: that of the run under way, that of the last run which went to its end, or
 * else the one that is kept, which is built when first asked for.
 */
export class Inspector {
  readonly #options: SessionOptions
  #run: { readonly control: RunControl; subject: Subject | null } | null = null
  #rest: { readonly subject: Subject; readonly step: number } | null = null
  /** Work is done in turn: an engine serves one request at a time. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: SessionOptions) {
    this.#options = options
  }

  /** Tells what was asked for, or why not. */
  async tell(ticket: number, asked: Inspection): Promise<void> {
    const { post } = this.#options
    try {
      post({ type: 'inspected', ticket, result: await this.#inspect(asked) })
    } catch (error) {
      const failure = describeFailure(error, 'Run it again, and ask then.')
      post({ type: 'notInspected', ticket, ...failure })
    }
  }

  /** Frees the last network and follows a run. */
  async begin(control: RunControl): Promise<void> {
    this.#run = { control, subject: null }
    await this.release()
  }

  /** The run's network is there. */
  ready(subject: Subject): void {
    if (this.#run) this.#run.subject = subject
  }

  /** The run has ended: at its end after so many steps, where its network stays, or before, where it was freed. */
  end(step: number | null): void {
    const subject = this.#run?.subject ?? null
    this.#run = null
    if (step !== null && subject) this.#rest = { subject, step }
  }

  /** Frees the network of the last run. */
  release(): Promise<void> {
    return this.#inTurn(async () => this.#close())
  }

  #inspect(asked: Inspection): Promise<InspectionResult> {
    if (this.#run === null) return this.#inTurn(() => this.#inspectAtRest(asked))
    const { control, subject } = this.#run
    if (subject === null) throw new Error('The network is not built yet.')
    return control.between((_, step) => this.#ask(subject, step, asked))
  }

  async #inspectAtRest(asked: Inspection): Promise<InspectionResult> {
    const { subject, step } = (this.#rest ??= await this.#open())
    try {
      return await this.#ask(subject, step, asked)
    } catch (error) {
      // Its GPU may be lost: the next one who asks gets another. A wrong question is no reason.
      if (!(error instanceof RangeError)) this.#close()
      throw error
    }
  }

  #ask(subject: Subject, step: number, asked: Inspection): Promise<InspectionResult> {
    return asked.what === 'logitSteps'
      ? logitStepsOf(subject, asked, this.#options.engines)
      : inspect(subject, step, asked)
  }

  /** Builds the network that is kept. */
  async #open() {
    const { kept, data, engines } = this.#options
    const run = await kept.load()
    if (run === null) throw new Error('There is no trained network to look into yet.')
    const { request, recipe, checkpoint } = run
    const { seed, dataset, engine: name } = request
    const splits =
      dataset === 'sample'
        ? await data.sample()
        : data.isComplete
          ? await data.full(new AbortController().signal)
          : null
    if (splits === null) throw new Error('The images of this run are not in the browser any more.')
    const { engine } = await prepareEngine({
      createEngine: (spec) => engines.create(name, spec, () => {}),
      recipe,
      seed,
      ...splits,
      from: checkpoint.snapshot,
    })
    return { subject: { engine, recipe, seed, splits }, step: checkpoint.snapshot.step }
  }

  #close(): void {
    this.#rest?.subject.engine.dispose()
    this.#rest = null
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work)
    this.#last = Promise.allSettled([done])
    return done
  }
}

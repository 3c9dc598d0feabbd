import { describeFailure } from '../../trainer/recovery/failure.ts'
import type { RunControl } from '../../trainer/control.ts'
import { prepareEngine } from '../../trainer/schedule/prepare.ts'
import { inspect, type InspectedNetwork } from './inspection.ts'
import type { Inspection, InspectionResult } from './inspection-protocol.ts'
import type { SessionOptions } from '../session-options.ts'

/**
 * Holds the network to inspect: that of the current run, that of the last finished run, or the saved one, which is
 * built on first use.
 */
export class Inspector {
  readonly #options: SessionOptions
  #run: { readonly control: RunControl; subject: InspectedNetwork | null } | null = null
  #rest: { readonly subject: InspectedNetwork; readonly step: number } | null = null
  /** Serialises requests: an engine serves one at a time. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: SessionOptions) {
    this.#options = options
  }

  /** Answers an inspection, or reports why it can't. */
  async answer(ticket: number, inspection: Inspection): Promise<void> {
    const { post } = this.#options
    try {
      post({ type: 'inspected', ticket, result: await this.#inspect(inspection) })
    } catch (error) {
      const failure = describeFailure(error, 'Run it again and retry.')
      post({ type: 'notInspected', ticket, ...failure })
    }
  }

  /** Frees the last network and follows a run. */
  async begin(control: RunControl): Promise<void> {
    this.#run = { control, subject: null }
    await this.release()
  }

  /** The run's network is ready. */
  ready(subject: InspectedNetwork): void {
    if (this.#run) this.#run.subject = subject
  }

  /** Call when the run ends: `step` if it finished and its network stays, null if it ended early and was freed. */
  end(step: number | null): void {
    const subject = this.#run?.subject ?? null
    this.#run = null
    if (step !== null && subject) this.#rest = { subject, step }
  }

  /** Frees the network of the last run. */
  release(): Promise<void> {
    return this.#inTurn(async () => this.#close())
  }

  #inspect(inspection: Inspection): Promise<InspectionResult> {
    if (this.#run === null) return this.#inTurn(() => this.#inspectAtRest(inspection))
    const { control, subject } = this.#run
    if (subject === null) throw new Error('The network is not built yet.')
    // The run may have another engine by then, on a device that replaced a lost one.
    return control.between((engine, step) => inspect({ ...subject, engine }, step, inspection))
  }

  async #inspectAtRest(inspection: Inspection): Promise<InspectionResult> {
    const { subject, step } = (this.#rest ??= await this.#open())
    try {
      return await inspect(subject, step, inspection)
    } catch (error) {
      // Its GPU may be lost, so the next request gets a new engine, unless the request itself was invalid.
      if (!(error instanceof RangeError)) this.#close()
      throw error
    }
  }

  /** Builds the network of the saved run. */
  async #open() {
    const { savedRuns, data, engines } = this.#options
    const run = await savedRuns.load()
    if (run === null) throw new Error('There is no trained network to inspect yet.')
    const { request, recipe, checkpoint } = run
    const { seed, dataset, engine: name } = request
    const splits =
      dataset === 'sample'
        ? await data.sample()
        : data.isComplete
          ? await data.full(new AbortController().signal)
          : null
    if (splits === null)
      throw new Error('The images of this run are no longer stored in this browser.')
    const { engine } = await prepareEngine({
      createEngine: (spec) => engines.create(name, spec, {}),
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

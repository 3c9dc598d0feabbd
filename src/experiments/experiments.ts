import * as v from 'valibot'
import type { StoreApi } from 'zustand/vanilla'
import type { RunStore } from '../runs/history/store.ts'
import { createGuardedStore } from '../runs/store/guarded-store.ts'
import { type Experiment, ExperimentSchema, type ExperimentSpec } from './experiment.ts'

const VALUE = 'experiments'

/** The experiments of this browser, newest first; stored across reloads. */
export class Experiments {
  readonly store: StoreApi<readonly Experiment[]>
  readonly #disk: RunStore
  readonly #onProblem: (error: unknown) => void
  #writing = Promise.resolve()

  private constructor(
    disk: RunStore,
    experiments: readonly Experiment[],
    onProblem: (error: unknown) => void,
  ) {
    this.#disk = disk
    this.#onProblem = onProblem
    this.store = createGuardedStore(() => experiments)
  }

  static async open(disk: RunStore, onProblem: (error: unknown) => void): Promise<Experiments> {
    const stored = v.safeParse(v.array(v.unknown()), await disk.readValue(VALUE))
    const experiments = (stored.success ? stored.output : []).flatMap((value) => {
      const checked = v.safeParse(ExperimentSchema, value)
      return checked.success ? [checked.output] : []
    })
    return new Experiments(disk, experiments, onProblem)
  }

  /** Starts an experiment from a spec. */
  begin(spec: ExperimentSpec): Experiment {
    const createdAt = Date.now()
    const others = this.store.getState()
    const experiment = { ...spec, id: `${createdAt}-${others.length}`, createdAt }
    this.#set([experiment, ...others])
    return experiment
  }

  /** Removes an experiment; its runs stay. */
  remove(id: string): void {
    this.#set(this.store.getState().filter((other) => other.id !== id))
  }

  #set(experiments: readonly Experiment[]): void {
    this.store.setState(experiments, true)
    this.#writing = this.#writing
      .then(() => this.#disk.writeValue(VALUE, experiments))
      .catch(this.#onProblem)
  }
}

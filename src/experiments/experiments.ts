import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RunStore } from '../runs/history/store.ts'
import { type Experiment, ExperimentSchema, type Plan } from './experiment.ts'

const VALUE = 'experiments'

/** The experiments of this browser, newest first, kept over the page's end. */
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
    this.store = createStore<readonly Experiment[]>(() => experiments)
  }

  static async open(disk: RunStore, onProblem: (error: unknown) => void): Promise<Experiments> {
    const kept = v.safeParse(v.array(v.unknown()), await disk.readValue(VALUE))
    const experiments = (kept.success ? kept.output : []).flatMap((value) => {
      const checked = v.safeParse(ExperimentSchema, value)
      return checked.success ? [checked.output] : []
    })
    return new Experiments(disk, experiments, onProblem)
  }

  /** Takes a plan up: from now on it is an experiment of its own. */
  begin(plan: Plan): Experiment {
    const createdAt = Date.now()
    const others = this.store.getState()
    const experiment = { ...plan, id: `${createdAt}-${others.length}`, createdAt }
    this.#set([experiment, ...others])
    return experiment
  }

  /** Forgets an experiment; its runs stay. */
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

import type { DBSchema } from 'idb'
import * as v from 'valibot'
import type { Predictions } from '../../engine/engine.ts'
import { ReopeningDatabase } from '../../storage/reopening-database.ts'
import { type StepCurve, StepCurveSchema, type WholeRun, WholeRunSchema } from '../record/record.ts'
import { EntrySchema, type RunEntry, type StoredRun } from './entry.ts'
import { PredictionsSchema } from './predictions-schema.ts'
import type { RunStore } from './store.ts'

/** Other versions of lab94 may have written other shapes, so values are validated when read. */
interface Schema extends DBSchema {
  entries: { key: string; value: { readonly id: string } }
  /** The curves of `entries`, stored separately so that listing runs doesn't load them. */
  steps: { key: string; value: unknown }
  /** Test predictions of the runs of `entries`, if known. */
  /** Predictions of the test images. */
  named: { key: string; value: unknown }
  /** Current runs by the key of their page. */
  running: { key: string; value: unknown }
  values: { key: string; value: unknown }
}

const DATABASE = 'lab94-runs'

/** The stored parts of a run, by id. */
const OF_A_RUN = ['entries', 'steps', 'named'] as const

/** Stores runs in the browser's database. Methods reject with the database's errors, such as a full disk. */
export class IndexedDbRunStore implements RunStore {
  readonly refusal = null
  readonly #database = new ReopeningDatabase<Schema>(DATABASE, 2, (opened, before) => {
    if (before < 1) {
      opened.createObjectStore('entries', { keyPath: 'id' })
      opened.createObjectStore('steps')
      opened.createObjectStore('running')
      opened.createObjectStore('values')
    }
    opened.createObjectStore('named')
  })

  /** Rejects if the browser refuses, for example in private windows; with NewerDatabase if a newer version has it. */
  static async open(): Promise<IndexedDbRunStore> {
    const store = new IndexedDbRunStore()
    await store.#database.open()
    return store
  }

  entries(): Promise<{ entries: RunEntry[]; unreadable: number }> {
    return this.#database.use(async (open) => {
      const values = await open.getAll('entries')
      const entries = values.flatMap((value) => {
        const checked = v.safeParse(EntrySchema, value)
        return checked.success ? [checked.output] : []
      })
      return { entries, unreadable: values.length - entries.length }
    })
  }

  steps(id: string): Promise<StepCurve | null> {
    return this.#database.use(async (open) => {
      const checked = v.safeParse(StepCurveSchema, await open.get('steps', id))
      return checked.success ? checked.output : null
    })
  }

  predictions(id: string): Promise<Predictions | null> {
    return this.#database.use(async (open) => {
      const checked = v.safeParse(PredictionsSchema, await open.get('named', id))
      return checked.success ? checked.output : null
    })
  }

  write(runs: readonly StoredRun[]): Promise<void> {
    return this.#database.use(async (open) => {
      const change = open.transaction(OF_A_RUN, 'readwrite')
      await Promise.all([
        ...runs.flatMap(({ entry, steps, predictions }): (Promise<unknown> | null)[] => [
          change.objectStore('entries').put(entry),
          change.objectStore('steps').put(steps, entry.id),
          predictions && change.objectStore('named').put(predictions, entry.id),
        ]),
        change.done,
      ])
    })
  }

  rewrite(entry: RunEntry): Promise<void> {
    return this.#database.use(async (open) => {
      await open.put('entries', entry)
    })
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#database.use(async (open) => {
      const change = open.transaction(OF_A_RUN, 'readwrite')
      await Promise.all([
        ...ids.flatMap((id) => OF_A_RUN.map((store) => change.objectStore(store).delete(id))),
        change.done,
      ])
    })
  }

  writeRunning(page: string, run: WholeRun): Promise<void> {
    return this.#database.use(async (open) => {
      await open.put('running', run, page)
    })
  }

  running(): Promise<ReadonlyMap<string, WholeRun>> {
    return this.#database.use(async (open) => {
      const change = open.transaction('running')
      const [keys, values] = await Promise.all([change.store.getAllKeys(), change.store.getAll()])
      const runs = keys.flatMap((key, i) => {
        const checked = v.safeParse(WholeRunSchema, values[i])
        return checked.success ? [[key, checked.output] as const] : []
      })
      return new Map(runs)
    })
  }

  removeRunning(page: string): Promise<void> {
    return this.#database.use(async (open) => {
      await open.delete('running', page)
    })
  }

  readValue(name: string): Promise<unknown> {
    return this.#database.use(async (open) => {
      const value: unknown = await open.get('values', name)
      return value ?? null
    })
  }

  writeValue(name: string, value: unknown): Promise<void> {
    return this.#database.use(async (open) => {
      await open.put('values', value, name)
    })
  }
}

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import * as v from 'valibot'
import type { NamedImages } from '../../engine/engine.ts'
import { type StepCurve, StepCurveSchema, type WholeRun, WholeRunSchema } from '../record/record.ts'
import { EntrySchema, type RunEntry, type StoredRun } from './entry.ts'
import { NamedImagesSchema } from './named-images.ts'
import type { RunStore } from './store.ts'

/** What another version of lab94 wrote may be of any shape, so values are checked as they are read. */
interface Schema extends DBSchema {
  entries: { key: string; value: { readonly id: string } }
  /** The curves of `entries`, apart from them: a list of runs must not load them all. */
  steps: { key: string; value: unknown }
  /** How the runs of `entries` named each test image, where that is known. */
  named: { key: string; value: unknown }
  /** By the page that a run goes on in. */
  running: { key: string; value: unknown }
  values: { key: string; value: unknown }
}

const DATABASE = 'lab94-runs'

/** What is kept of a run, by its id. */
const OF_A_RUN = ['entries', 'steps', 'named'] as const

/** Keeps runs in the browser's database. Methods reject with the database's own errors, such as a full disk's. */
export class IndexedDbRunStore implements RunStore {
  readonly lasting = true
  readonly #database: IDBPDatabase<Schema>

  private constructor(database: IDBPDatabase<Schema>) {
    this.#database = database
  }

  /** Rejects where the browser refuses, as some do in private windows. */
  static async open(): Promise<IndexedDbRunStore> {
    const database = await openDB<Schema>(DATABASE, 2, {
      upgrade(opened, before) {
        if (before < 1) {
          opened.createObjectStore('entries', { keyPath: 'id' })
          opened.createObjectStore('steps')
          opened.createObjectStore('running')
          opened.createObjectStore('values')
        }
        opened.createObjectStore('named')
      },
      // A newer page in another tab wants another layout.
      blocking: () => database.close(),
    })
    return new IndexedDbRunStore(database)
  }

  async entries(): Promise<{ entries: RunEntry[]; unreadable: number }> {
    const values = await this.#database.getAll('entries')
    const entries = values.flatMap((value) => {
      const checked = v.safeParse(EntrySchema, value)
      return checked.success ? [checked.output] : []
    })
    return { entries, unreadable: values.length - entries.length }
  }

  async steps(id: string): Promise<StepCurve | null> {
    const checked = v.safeParse(StepCurveSchema, await this.#database.get('steps', id))
    return checked.success ? checked.output : null
  }

  async named(id: string): Promise<NamedImages | null> {
    const checked = v.safeParse(NamedImagesSchema, await this.#database.get('named', id))
    return checked.success ? checked.output : null
  }

  async write({ entry, steps, named }: StoredRun): Promise<void> {
    const change = this.#database.transaction(OF_A_RUN, 'readwrite')
    await Promise.all([
      change.objectStore('entries').put(entry),
      change.objectStore('steps').put(steps, entry.id),
      named && change.objectStore('named').put(named, entry.id),
      change.done,
    ])
  }

  async rewrite(entry: RunEntry): Promise<void> {
    await this.#database.put('entries', entry)
  }

  async remove(ids: readonly string[]): Promise<void> {
    const change = this.#database.transaction(OF_A_RUN, 'readwrite')
    await Promise.all([
      ...ids.flatMap((id) => OF_A_RUN.map((store) => change.objectStore(store).delete(id))),
      change.done,
    ])
  }

  async writeRunning(page: string, run: WholeRun): Promise<void> {
    await this.#database.put('running', run, page)
  }

  async running(): Promise<ReadonlyMap<string, WholeRun>> {
    const change = this.#database.transaction('running')
    const [keys, values] = await Promise.all([change.store.getAllKeys(), change.store.getAll()])
    const runs = keys.flatMap((key, i) => {
      const checked = v.safeParse(WholeRunSchema, values[i])
      return checked.success ? [[key, checked.output] as const] : []
    })
    return new Map(runs)
  }

  async removeRunning(page: string): Promise<void> {
    await this.#database.delete('running', page)
  }

  async readValue(name: string): Promise<unknown> {
    const value: unknown = await this.#database.get('values', name)
    return value ?? null
  }

  async writeValue(name: string, value: unknown): Promise<void> {
    await this.#database.put('values', value, name)
  }
}

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import * as v from 'valibot'
import { type StepCurve, StepCurveSchema, type WholeRun, WholeRunSchema } from '../record/record.ts'
import { EntrySchema, type KeptRun, type RunEntry } from './entry.ts'
import type { RunStore } from './store.ts'

/** What another version of lab94 wrote may be of any shape, so values are checked as they are read. */
interface Schema extends DBSchema {
  entries: { key: string; value: { readonly id: string } }
  /** The curves of `entries`, apart from them: a list of runs must not load them all. */
  steps: { key: string; value: unknown }
  /** By the page that a run goes on in. */
  running: { key: string; value: unknown }
  values: { key: string; value: unknown }
}

const DATABASE = 'lab94-runs'

/** Keeps runs in the browser's database. Methods reject with the database's own errors, such as a full disk's. */
export class IndexedDbRunStore implements RunStore {
  readonly lasting = true
  readonly #database: IDBPDatabase<Schema>

  private constructor(database: IDBPDatabase<Schema>) {
    this.#database = database
  }

  /** Rejects where the browser refuses, as some do in private windows. */
  static async open(): Promise<IndexedDbRunStore> {
    const database = await openDB<Schema>(DATABASE, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('entries', { keyPath: 'id' })
        fresh.createObjectStore('steps')
        fresh.createObjectStore('running')
        fresh.createObjectStore('values')
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

  async write({ entry, steps }: KeptRun): Promise<void> {
    const change = this.#database.transaction(['entries', 'steps'], 'readwrite')
    await Promise.all([
      change.objectStore('entries').put(entry),
      change.objectStore('steps').put(steps, entry.id),
      change.done,
    ])
  }

  async rewrite(entry: RunEntry): Promise<void> {
    await this.#database.put('entries', entry)
  }

  async remove(ids: readonly string[]): Promise<void> {
    const change = this.#database.transaction(['entries', 'steps'], 'readwrite')
    await Promise.all([
      ...ids.flatMap((id) => [
        change.objectStore('entries').delete(id),
        change.objectStore('steps').delete(id),
      ]),
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

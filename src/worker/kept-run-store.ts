import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import * as v from 'valibot'
import { type KeptRun, type KeptRuns, storedRun, StoredRunSchema } from './kept-run.ts'

interface Schema extends DBSchema {
  /** One run, under `LAST`. */
  runs: { key: string; value: unknown }
}

const DATABASE = 'lab94-kept-run'
const LAST = 'last'

/** What is on disk was kept by another version of lab94. */
class KeptByAnotherVersion extends Error {
  readonly advice = 'Start it anew; its curves are kept with the other runs.'

  constructor() {
    super('The run was kept by another version of lab94, which this one cannot go on with.')
  }
}

/**
 * The last run's state in memory, and in the browser's database for the time after a reload. Of states that come faster
 * than the disk takes them, the newest is written. Where the disk refuses, memory alone is left, and `refusal` says why.
 */
export class BrowserKeptRuns implements KeptRuns {
  #database: Promise<IDBPDatabase<Schema>> | null = null
  #latest: KeptRun | null = null
  #written: KeptRun | null = null
  #writing: Promise<void> | null = null
  #refusal: string | null = null

  get refusal(): string | null {
    return this.#refusal
  }

  save(run: KeptRun): void {
    this.#latest = run
    this.#writing ??= this.#write().finally(() => (this.#writing = null))
  }

  async load(): Promise<KeptRun | null> {
    if (this.#latest) return this.#latest
    const stored = await this.#attempt((database) => database.get('runs', LAST))
    if (stored === undefined) return null
    const result = v.safeParse(StoredRunSchema, stored)
    if (!result.success) throw new KeptByAnotherVersion()
    const { layout: _, ...run } = result.output
    return run
  }

  async clear(): Promise<void> {
    this.#latest = null
    await this.#writing
    await this.#attempt((database) => database.delete('runs', LAST))
  }

  async #write(): Promise<void> {
    while (this.#latest !== null && this.#latest !== this.#written) {
      const run = this.#latest
      await this.#attempt((database) => database.put('runs', storedRun(run), LAST))
      this.#written = run
    }
  }

  async #attempt<T>(operation: (database: IDBPDatabase<Schema>) => Promise<T>) {
    try {
      this.#database ??= openDB<Schema>(DATABASE, 1, {
        upgrade: (fresh) => void fresh.createObjectStore('runs'),
      })
      return await operation(await this.#database)
    } catch (error) {
      this.#refusal ??= String(error)
      return undefined
    }
  }
}

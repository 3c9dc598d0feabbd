import { type DBSchema, openDB } from 'idb'
import * as v from 'valibot'
import { ShortTileMemory, type TileMemory } from '../engine/wgsl/tile-memory.ts'

interface Schema extends DBSchema {
  /** By adapter. */
  choices: { key: string; value: unknown }
}

const DATABASE = 'lab94-tiles'
const ChoicesSchema = v.record(v.string(), v.string())

/**
 * Which tiles were fastest, in the browser's database, so that a run goes on after a reload with the kernels it began
 * with. What another version kept is not used; where the disk refuses, tiles are kept until the page closes.
 */
export class BrowserTileMemory implements TileMemory {
  readonly #short = new ShortTileMemory()

  async recall(adapter: string): Promise<Readonly<Record<string, string>>> {
    const stored = await this.#attempt((database) => database.get('choices', adapter))
    const kept = v.safeParse(ChoicesSchema, stored)
    return kept.success ? kept.output : this.#short.recall(adapter)
  }

  async remember(adapter: string, choices: Readonly<Record<string, string>>): Promise<void> {
    await this.#short.remember(adapter, choices)
    await this.#attempt((database) => database.put('choices', { ...choices }, adapter))
  }

  async #attempt<T>(operation: (database: Database) => Promise<T>): Promise<T | undefined> {
    try {
      const database = await openDatabase()
      try {
        return await operation(database)
      } finally {
        database.close()
      }
    } catch {
      return undefined
    }
  }
}

type Database = Awaited<ReturnType<typeof openDatabase>>

const openDatabase = () =>
  openDB<Schema>(DATABASE, 1, { upgrade: (fresh) => void fresh.createObjectStore('choices') })

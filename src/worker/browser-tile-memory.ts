import { type DBSchema, openDB } from 'idb'
import * as v from 'valibot'
import { within } from '../waiting/time-limit.ts'
import { ShortTileMemory, type TileMemory } from '../engine/wgsl/tuning/tile-memory.ts'

interface Schema extends DBSchema {
  /** By adapter. */
  choices: { key: string; value: unknown }
}

const DATABASE = 'lab94-tiles'
const OPENING_LIMIT = 3000
const ChoicesSchema = v.record(v.string(), v.string())

/**
 * Stores the fastest tiles in the browser's database, so that a run resumes after a reload with the same kernels.
 * Choices of other versions are ignored. If the disk fails, tiles are stored until the page closes.
 */
export class BrowserTileMemory implements TileMemory {
  readonly #short = new ShortTileMemory()

  async recall(adapter: string): Promise<Readonly<Record<string, string>>> {
    const stored = await this.#attempt((database) => database.get('choices', adapter))
    const choices = v.safeParse(ChoicesSchema, stored)
    return choices.success ? choices.output : this.#short.recall(adapter)
  }

  async remember(adapter: string, choices: Readonly<Record<string, string>>): Promise<void> {
    await this.#short.remember(adapter, choices)
    await this.#attempt((database) => database.put('choices', { ...choices }, adapter))
  }

  async #attempt<T>(operation: (database: Database) => Promise<T>): Promise<T | undefined> {
    try {
      const database = await within(
        OPENING_LIMIT,
        'The browser’s database',
        openDatabase(),
        (late) => late.close(),
      )
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

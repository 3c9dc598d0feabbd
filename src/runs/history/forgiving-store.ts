import type { Predictions } from '../../engine/engine.ts'
import { NewerDatabase } from '../../storage/reopening-database.ts'
import type { StepCurve, WholeRun } from '../record/record.ts'
import type { RunEntry, StoredRun } from './entry.ts'
import { IndexedDbRunStore } from './indexed-db-store.ts'
import { MemoryRunStore } from './memory-store.ts'
import type { RunStore } from './store.ts'

/**
 * Stores runs on disk, and in memory if the disk fails, so that they last until the tab is closed. Reads fall back to
 * memory; failed writes still reject with the disk's error, so that it can be shown.
 */
export class ForgivingRunStore implements RunStore {
  readonly refusal = null
  readonly #disk: RunStore
  readonly #memory = new MemoryRunStore()

  constructor(disk: RunStore) {
    this.#disk = disk
  }

  /** In IndexedDB; in memory only if the browser refuses or a newer version of lab94 has the database. */
  static async open(): Promise<RunStore> {
    try {
      return new ForgivingRunStore(await IndexedDbRunStore.open())
    } catch (error) {
      if (!(error instanceof NewerDatabase)) return new MemoryRunStore()
      return new MemoryRunStore(
        `${error.message} ${error.advice} Until then, runs are gone once the tab is closed.`,
      )
    }
  }

  async entries(): Promise<{ entries: readonly RunEntry[]; unreadable: number }> {
    const { entries: own } = await this.#memory.entries()
    const newer = new Set(own.map(({ id }) => id))
    const stored = await this.#read((disk) => disk.entries(), { entries: [], unreadable: 0 })
    return {
      entries: [...stored.entries.filter(({ id }) => !newer.has(id)), ...own],
      unreadable: stored.unreadable,
    }
  }

  async steps(id: string): Promise<StepCurve | null> {
    return (await this.#memory.steps(id)) ?? this.#read((disk) => disk.steps(id), null)
  }

  async predictions(id: string): Promise<Predictions | null> {
    return (await this.#memory.predictions(id)) ?? this.#read((disk) => disk.predictions(id), null)
  }

  write(runs: readonly StoredRun[]): Promise<void> {
    return this.#write((store) => store.write(runs))
  }

  async rewrite(entry: RunEntry): Promise<void> {
    await this.#memory.rewrite(entry)
    await this.#disk.rewrite(entry)
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#memory.remove(ids)
    await this.#disk.remove(ids)
  }

  writeRunning(page: string, run: WholeRun): Promise<void> {
    return this.#write((store) => store.writeRunning(page, run))
  }

  running(): Promise<ReadonlyMap<string, WholeRun>> {
    return this.#read((disk) => disk.running(), new Map())
  }

  async removeRunning(page: string): Promise<void> {
    await this.#memory.removeRunning(page)
    await this.#disk.removeRunning(page)
  }

  async readValue(name: string): Promise<unknown> {
    return (await this.#memory.readValue(name)) ?? this.#read((disk) => disk.readValue(name), null)
  }

  writeValue(name: string, value: unknown): Promise<void> {
    return this.#write((store) => store.writeValue(name, value))
  }

  async #write(operation: (store: RunStore) => Promise<void>): Promise<void> {
    try {
      await operation(this.#disk)
    } catch (error) {
      await operation(this.#memory)
      throw error
    }
  }

  async #read<T>(operation: (disk: RunStore) => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await operation(this.#disk)
    } catch {
      // The next write gets the same error, which is shown then.
      return otherwise
    }
  }
}

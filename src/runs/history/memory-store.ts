import type { NamedImages } from '../../engine/engine.ts'
import type { StepCurve, WholeRun } from '../record/record.ts'
import type { RunEntry, StoredRun } from './entry.ts'
import type { RunStore } from './store.ts'

/** Keeps runs while the tab is open, where the browser keeps nothing. */
export class MemoryRunStore implements RunStore {
  readonly lasting = false
  readonly #runs = new Map<string, StoredRun>()
  readonly #running = new Map<string, WholeRun>()
  readonly #values = new Map<string, unknown>()

  async entries(): Promise<{ entries: RunEntry[]; unreadable: number }> {
    return { entries: Array.from(this.#runs.values(), ({ entry }) => entry), unreadable: 0 }
  }

  async steps(id: string): Promise<StepCurve | null> {
    return this.#runs.get(id)?.steps ?? null
  }

  async named(id: string): Promise<NamedImages | null> {
    return this.#runs.get(id)?.named ?? null
  }

  async write(run: StoredRun): Promise<void> {
    this.#runs.set(run.entry.id, run)
  }

  async rewrite(entry: RunEntry): Promise<void> {
    const kept = this.#runs.get(entry.id)
    if (kept !== undefined) this.#runs.set(entry.id, { ...kept, entry })
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#runs.delete(id)
  }

  async writeRunning(page: string, run: WholeRun): Promise<void> {
    this.#running.set(page, run)
  }

  async running(): Promise<ReadonlyMap<string, WholeRun>> {
    return new Map(this.#running)
  }

  async removeRunning(page: string): Promise<void> {
    this.#running.delete(page)
  }

  async readValue(name: string): Promise<unknown> {
    return this.#values.get(name) ?? null
  }

  async writeValue(name: string, value: unknown): Promise<void> {
    this.#values.set(name, value)
  }
}

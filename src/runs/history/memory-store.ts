import type { Predictions } from '../../engine/engine.ts'
import type { StepCurve, WholeRun } from '../record/record.ts'
import type { RunEntry, StoredRun } from './entry.ts'
import type { RunStore } from './store.ts'

const NOTHING_STORED =
  'This browser stores nothing for this page, so runs are gone once the tab is closed. Allow cookies and site data for it to keep them.'

/** Stores runs in memory, until the tab is closed. */
export class MemoryRunStore implements RunStore {
  readonly refusal: string | null
  readonly #runs = new Map<string, StoredRun>()
  readonly #running = new Map<string, WholeRun>()
  readonly #values = new Map<string, unknown>()

  /** `refusal` says why, as a sentence. */
  constructor(refusal: string | null = NOTHING_STORED) {
    this.refusal = refusal
  }

  async entries(): Promise<{ entries: RunEntry[]; unreadable: number }> {
    return { entries: Array.from(this.#runs.values(), ({ entry }) => entry), unreadable: 0 }
  }

  async steps(id: string): Promise<StepCurve | null> {
    return this.#runs.get(id)?.steps ?? null
  }

  async predictions(id: string): Promise<Predictions | null> {
    return this.#runs.get(id)?.predictions ?? null
  }

  async write(runs: readonly StoredRun[]): Promise<void> {
    for (const run of runs) this.#runs.set(run.entry.id, run)
  }

  async rewrite(entry: RunEntry): Promise<void> {
    const stored = this.#runs.get(entry.id)
    if (stored !== undefined) this.#runs.set(entry.id, { ...stored, entry })
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

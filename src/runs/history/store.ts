import type { Predictions } from '../../engine/engine.ts'
import type { StepCurve, WholeRun } from '../record/record.ts'
import type { RunEntry, StoredRun } from './entry.ts'

/** Where runs are stored. Entries of other versions are left alone and only counted. */
export interface RunStore {
  /** Why runs are lost when the tab is closed, as a sentence; null if they aren't. */
  readonly refusal: string | null
  entries(): Promise<{ readonly entries: readonly RunEntry[]; readonly unreadable: number }>
  steps(id: string): Promise<StepCurve | null>
  /** A run's prediction for each test image; null if none are stored. */
  predictions(id: string): Promise<Predictions | null>
  /** Writes all of them or none. */
  write(runs: readonly StoredRun[]): Promise<void>
  /** Updates an entry without changing the rest of the run. */
  rewrite(entry: RunEntry): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  /** Stores the current run, by the key of its page. */
  writeRunning(page: string, run: WholeRun): Promise<void>
  running(): Promise<ReadonlyMap<string, WholeRun>>
  removeRunning(page: string): Promise<void>
  /** One value by its name, such as a queue; null if there is none. */
  readValue(name: string): Promise<unknown>
  writeValue(name: string, value: unknown): Promise<void>
}

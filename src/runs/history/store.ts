import type { NamedImages } from '../../engine/engine.ts'
import type { StepCurve, WholeRun } from '../record/record.ts'
import type { RunEntry, StoredRun } from './entry.ts'

/** Where runs are kept. What is not an entry of this version is left where it is and only counted. */
export interface RunStore {
  /** Whether the runs are still here after the tab is closed. */
  readonly lasting: boolean
  entries(): Promise<{ readonly entries: readonly RunEntry[]; readonly unreadable: number }>
  steps(id: string): Promise<StepCurve | null>
  /** How a run named each test image; null where that is not kept. */
  named(id: string): Promise<NamedImages | null>
  write(run: StoredRun): Promise<void>
  /** Changes an entry, all else of the run left as it is. */
  rewrite(entry: RunEntry): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  /** Keeps what a run under way has come to, by a key of the page it runs in. */
  writeRunning(page: string, run: WholeRun): Promise<void>
  running(): Promise<ReadonlyMap<string, WholeRun>>
  removeRunning(page: string): Promise<void>
  /** One value by its name, such as a queue; null where there is none. */
  readValue(name: string): Promise<unknown>
  writeValue(name: string, value: unknown): Promise<void>
}

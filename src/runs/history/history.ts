import type { StoreApi } from 'zustand/vanilla'
import type { Predictions } from '../../engine/engine.ts'
import { NO_STEPS, type WholeRun } from '../record/record.ts'
import {
  MAX_NAME,
  MAX_NOTE,
  newEntry,
  type Origin,
  type RunEntry,
  type StoredRun,
  withComparison,
  workOf,
} from './entry.ts'
import { type Comparison, NO_COMPARISON } from '../../trainer/comparison.ts'
import { createGuardedStore } from '../store/guarded-store.ts'
import type { FiledRun } from '../files/run-file.ts'
import type { SharedRun } from '../share/encoding/codec-1.ts'
import type { RunStore } from './store.ts'
import { reasonOf } from '../../errors/reason-of.ts'

export interface HistoryState {
  /** Every run that is stored, newest first. */
  readonly entries: readonly RunEntry[]
  /** The last deleted runs, which can be restored. */
  readonly deleted: readonly StoredRun[]
  /** Number of runs stored by another version of lab94. */
  readonly unreadable: number
  /** Why storing failed, in a sentence; null if it didn't. */
  readonly problem: string | null
}

/** All runs of this browser, including those from links and files. */
export class History {
  readonly store: StoreApi<HistoryState>
  readonly #disk: RunStore
  /** Notifies other tabs of a change. */
  readonly #announce: () => void

  private constructor(disk: RunStore, state: HistoryState, announce: () => void) {
    this.#disk = disk
    this.#announce = announce
    this.store = createGuardedStore<HistoryState>(() => state)
  }

  static async open(disk: RunStore, announce: () => void = () => {}): Promise<History> {
    const { entries, unreadable } = await disk.entries()
    return new History(
      disk,
      {
        entries: newestFirst(entries),
        deleted: [],
        unreadable,
        problem: disk.refusal,
      },
      announce,
    )
  }

  get #entries(): readonly RunEntry[] {
    return this.store.getState().entries
  }

  find(id: string): RunEntry | null {
    return this.#entries.find((entry) => entry.id === id) ?? null
  }

  /** Reloads the stored runs, since another tab may have changed them. */
  async reload(): Promise<void> {
    const { entries, unreadable } = await this.#disk.entries()
    this.store.setState({ entries: newestFirst(entries), unreadable })
  }

  /**
   * Stores a run. Runs are identified by content: an existing one stays unchanged. A local run confirms the imported
   * runs that it repeats, and vice versa.
   */
  async add(
    run: WholeRun,
    origin: Origin,
    {
      shared,
      predictions = null,
      comparison = NO_COMPARISON,
    }: {
      readonly shared?: Pick<SharedRun, 'id' | 'recipeChanged'>
      readonly predictions?: Predictions | null
      readonly comparison?: Comparison
    } = {},
  ): Promise<RunEntry> {
    const fresh = withComparison(newEntry(run, origin, shared), comparison)
    const known = this.find(fresh.id)
    if (known !== null) return known
    const entry = origin === 'here' ? fresh : { ...fresh, checkedBy: this.#checkOf(fresh) }
    await this.#addAll([{ entry, steps: run.steps, predictions }])
    if (origin === 'here' && entry.record.ending.kind === 'done') await this.#checkOthers(entry)
    return entry
  }

  /**
   * Stores runs of a file with their notes, except for existing ones, in chunks so that the page stays responsive;
   * `onProgress` gets the number done. Returns all ids, and how many were new.
   */
  async addFiled(
    runs: readonly FiledRun[],
    origin: 'file' | 'shipped',
    onProgress: (done: number) => void = () => {},
  ): Promise<{ ids: string[]; added: number }> {
    const ids = new Set<string>()
    let added = 0
    for (let first = 0; first < runs.length; first += FILED_AT_ONCE) {
      const fresh = runs.slice(first, first + FILED_AT_ONCE).flatMap((run): StoredRun[] => {
        const entry = filedEntry(run, origin)
        const known = ids.has(entry.id) || this.find(entry.id) !== null
        ids.add(entry.id)
        return known ? [] : [{ entry, steps: run.steps, predictions: null }]
      })
      const checks = this.#checks()
      await this.#addAll(
        fresh.map((run) => ({
          ...run,
          entry: { ...run.entry, checkedBy: checks.get(workOf(run.entry.record)) ?? null },
        })),
      )
      added += fresh.length
      onProgress(Math.min(runs.length, first + FILED_AT_ONCE))
      await aBreath()
    }
    return { ids: [...ids], added }
  }

  async #addAll(runs: readonly StoredRun[]): Promise<void> {
    if (runs.length === 0) return
    await this.#change(
      () => this.#disk.write(runs),
      (entries) => newestFirst([...entries, ...runs.map(({ entry }) => entry)]),
    )
  }

  /** Replaces the entry of an interrupted run by the resumed one, keeping name, note and star. */
  async replace(
    old: RunEntry,
    run: WholeRun,
    more: { readonly predictions: Predictions | null; readonly comparison: Comparison },
  ): Promise<RunEntry> {
    const { id } = await this.add(run, 'here', more)
    const said = this.find(old.id) ?? old
    await this.#update(id, { name: said.name, star: said.star, note: said.note })
    if (id !== old.id) {
      await this.#change(
        () => this.#disk.remove([old.id]),
        (entries) => entries.filter((entry) => entry.id !== old.id),
      )
    }
    return this.find(id) ?? said
  }

  /** The stored entry of an interrupted run, to be resumed; null if unknown. */
  interrupted(work: string, step: number): RunEntry | null {
    return (
      this.#entries.find(
        ({ origin, record }) =>
          origin === 'here' &&
          record.ending.kind !== 'done' &&
          record.stepsTaken >= step &&
          workOf(record) === work,
      ) ?? null
    )
  }

  /** The run with its per-step curve. */
  async whole(entry: RunEntry): Promise<WholeRun> {
    const steps = await this.#disk.steps(entry.id)
    return { record: entry.record, steps: steps ?? NO_STEPS }
  }

  /** A run's prediction for each test image; null if none are stored. */
  predictions(id: string): Promise<Predictions | null> {
    return this.#disk.predictions(id)
  }

  /** Names a run; a blank name changes nothing. */
  async rename(id: string, name: string): Promise<void> {
    const newName = name.trim().slice(0, MAX_NAME)
    if (newName !== '') await this.#update(id, { name: newName })
  }

  setStar(id: string, star: boolean): Promise<void> {
    return this.#update(id, { star })
  }

  setNote(id: string, note: string): Promise<void> {
    return this.#update(id, { note: note.trim().slice(0, MAX_NOTE) })
  }

  /** Deletes runs; `undo` restores them until others are deleted. */
  async remove(ids: readonly string[]): Promise<void> {
    const going = this.#entries.filter(({ id }) => ids.includes(id))
    const deleted = await Promise.all(
      going.map(async (entry) => ({
        entry,
        steps: (await this.whole(entry)).steps,
        predictions: await this.predictions(entry.id),
      })),
    )
    await this.#change(
      () => this.#disk.remove(going.map(({ id }) => id)),
      (entries) => entries.filter(({ id }) => !ids.includes(id)),
    )
    this.store.setState({ deleted })
  }

  async undo(): Promise<void> {
    const { deleted } = this.store.getState()
    this.store.setState({ deleted: [] })
    const back = deleted.filter(({ entry }) => this.find(entry.id) === null)
    await this.#change(
      () => this.#disk.write(back),
      (entries) => newestFirst([...entries, ...back.map(({ entry }) => entry)]),
    )
  }

  /** Drops the undo. */
  forgetDeleted(): void {
    this.store.setState({ deleted: [] })
  }

  /** Stores the state of the current run, so that it survives the page. */
  storeRunning(page: string, run: WholeRun): Promise<void> {
    return this.#attempt(() => this.#disk.writeRunning(page, run))
  }

  dropRunning(page: string): Promise<void> {
    return this.#attempt(() => this.#disk.removeRunning(page))
  }

  /** Reports that storing failed. */
  report(error: unknown): void {
    this.store.setState({
      problem: `The browser could not store this change, so it is lost when you close this tab: ${reasonOf(error)}`,
    })
  }

  /** Stores the interrupted runs of pages that were closed. */
  async recover(isOpen: (page: string) => boolean): Promise<void> {
    for (const [page, run] of await this.#disk.running()) {
      if (isOpen(page)) continue
      await this.add(run, 'here')
      await this.dropRunning(page)
    }
  }

  #checkOf(entry: RunEntry): string | null {
    return this.#checks().get(workOf(entry.record)) ?? null
  }

  /** Local runs that can confirm imported ones, by work key; the newest of several. */
  #checks(): ReadonlyMap<string, string> {
    const own = this.#entries.filter(
      ({ origin, record }) => origin === 'here' && record.ending.kind === 'done',
    )
    return new Map(own.toReversed().map(({ id, record }) => [workOf(record), id]))
  }

  async #checkOthers(own: RunEntry): Promise<void> {
    const work = workOf(own.record)
    const others = this.#entries.filter(
      ({ origin, checkedBy, record }) =>
        origin !== 'here' && checkedBy === null && workOf(record) === work,
    )
    for (const { id } of others) await this.#update(id, { checkedBy: own.id })
  }

  async #update(id: string, part: Partial<RunEntry>): Promise<void> {
    const entry = this.find(id)
    if (entry === null) return
    const changed = { ...entry, ...part }
    await this.#change(
      () => this.#disk.rewrite(changed),
      (entries) => entries.map((other) => (other.id === id ? changed : other)),
    )
  }

  /** Updates the list at once, then the store. */
  async #change(
    keep: () => Promise<void>,
    show: (entries: readonly RunEntry[]) => readonly RunEntry[],
  ): Promise<void> {
    this.store.setState(({ entries }) => ({ entries: show(entries) }))
    await this.#attempt(keep)
    this.#announce()
  }

  async #attempt(keep: () => Promise<void>): Promise<void> {
    try {
      await keep()
    } catch (error) {
      this.report(error)
    }
  }
}

/** Runs per chunk: about 20 ms of work. */
const FILED_AT_ONCE = 50

/** Yields so that the page stays responsive. */
const aBreath = () => new Promise((resolve) => setTimeout(resolve))

function filedEntry(
  { id, recipeChanged, name, star, note, record, steps }: FiledRun,
  origin: 'file' | 'shipped',
): RunEntry {
  const run = { record, steps }
  // If today's recipe would give another id, only the file's id identifies the run.
  const own = recipeChanged && id !== undefined ? { id, recipeChanged } : undefined
  return { ...newEntry(run, origin, own), name, star, note }
}

const newestFirst = (entries: readonly RunEntry[]): RunEntry[] =>
  entries.toSorted((a, b) => b.record.startedAt - a.record.startedAt || (a.id < b.id ? -1 : 1))

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NamedImages } from '../../engine/engine.ts'
import type { StepCurve, WholeRun } from '../record/record.ts'
import {
  MAX_NAME,
  MAX_NOTE,
  newEntry,
  type Origin,
  type RunEntry,
  type StoredRun,
  workOf,
} from './entry.ts'
import { idOf, type SharedRun } from '../share/codec-1.ts'
import type { RunStore } from './store.ts'

export interface HistoryState {
  /** Every run that is kept, newest first. */
  readonly entries: readonly RunEntry[]
  /** What was deleted last and can be put back. */
  readonly deleted: readonly StoredRun[]
  /** Runs that another version of lab94 keeps here. */
  readonly unreadable: number
  /** Why something could not be kept, in a sentence; null where all is well. */
  readonly problem: string | null
}

/** Every run there was in this browser, or that came to it by a link or a file. */
export class History {
  readonly store: StoreApi<HistoryState>
  readonly #disk: RunStore
  /** Says that the runs have changed, to other tabs. */
  readonly #announce: () => void

  private constructor(disk: RunStore, state: HistoryState, announce: () => void) {
    this.#disk = disk
    this.#announce = announce
    this.store = createStore<HistoryState>(() => state)
  }

  static async open(disk: RunStore, announce: () => void = () => {}): Promise<History> {
    const { entries, unreadable } = await disk.entries()
    return new History(
      disk,
      {
        entries: newestFirst(entries),
        deleted: [],
        unreadable,
        problem: disk.lasting
          ? null
          : 'This browser keeps nothing for this page: runs are gone once the tab is closed.',
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

  /** Whether a run of the same content is here already. */
  has(run: WholeRun): boolean {
    return this.find(idOf(run)) !== null
  }

  /** Reads again what is kept, since another tab may have changed it. */
  async reload(): Promise<void> {
    const { entries, unreadable } = await this.#disk.entries()
    this.store.setState({ entries: newestFirst(entries), unreadable })
  }

  /**
   * Keeps a run. The same content is the same run: one that is here already stays as it is. One from here that repeats
   * others from elsewhere checks them, and one from elsewhere is checked by one from here.
   */
  async add(
    run: WholeRun,
    origin: Origin,
    {
      shared,
      named = null,
    }: {
      readonly shared?: Pick<SharedRun, 'id' | 'recipeChanged'>
      readonly named?: NamedImages | null
    } = {},
  ): Promise<RunEntry> {
    const fresh = newEntry(run, origin, shared)
    const known = this.find(fresh.id)
    if (known !== null) return known
    const entry = origin === 'here' ? fresh : { ...fresh, checkedBy: this.#checkOf(fresh) }
    await this.#change(
      () => this.#disk.write({ entry, steps: run.steps, named }),
      (entries) => newestFirst([...entries, entry]),
    )
    if (origin === 'here' && entry.record.ending.kind === 'done') await this.#checkOthers(entry)
    return entry
  }

  /** Puts a run in the place of what is kept of it from before it went on, with what a person said of that. */
  async replace(old: RunEntry, run: WholeRun, named: NamedImages | null = null): Promise<RunEntry> {
    const { id } = await this.add(run, 'here', { named })
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

  /** What is kept of a run up to where it was interrupted, so that it may go on; null where that is not known. */
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

  /** The run with its curve of single steps. */
  async whole(entry: RunEntry): Promise<WholeRun> {
    const steps = await this.#disk.steps(entry.id)
    return { record: entry.record, steps: steps ?? NO_STEPS }
  }

  /** How a run named each test image; null where that is not kept. */
  named(id: string): Promise<NamedImages | null> {
    return this.#disk.named(id)
  }

  /** Names a run; nothing but spaces leaves the name as it is. */
  async rename(id: string, name: string): Promise<void> {
    const asked = name.trim().slice(0, MAX_NAME)
    if (asked !== '') await this.#update(id, { name: asked })
  }

  setStar(id: string, star: boolean): Promise<void> {
    return this.#update(id, { star })
  }

  setNote(id: string, note: string): Promise<void> {
    return this.#update(id, { note: note.trim().slice(0, MAX_NOTE) })
  }

  /** Deletes runs at once; `undo` puts them back until others are deleted. */
  async remove(ids: readonly string[]): Promise<void> {
    const going = this.#entries.filter(({ id }) => ids.includes(id))
    const deleted = await Promise.all(
      going.map(async (entry) => ({
        entry,
        steps: (await this.whole(entry)).steps,
        named: await this.named(entry.id),
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
      async () => {
        for (const run of back) await this.#disk.write(run)
      },
      (entries) => newestFirst([...entries, ...back.map(({ entry }) => entry)]),
    )
  }

  /** Undoing is no longer offered. */
  forgetDeleted(): void {
    this.store.setState({ deleted: [] })
  }

  /** Keeps what a run under way has come to, so that it survives the page's end. */
  keepRunning(page: string, run: WholeRun): Promise<void> {
    return this.#attempt(() => this.#disk.writeRunning(page, run))
  }

  dropRunning(page: string): Promise<void> {
    return this.#attempt(() => this.#disk.removeRunning(page))
  }

  /** Says that something could not be kept. */
  report(error: unknown): void {
    this.store.setState({
      problem: `The browser could not keep this change, which is gone once the tab is closed: ${String(error)}`,
    })
  }

  /** Keeps the runs that were under way in pages which are gone. */
  async recover(isOpen: (page: string) => boolean): Promise<void> {
    for (const [page, run] of await this.#disk.running()) {
      if (isOpen(page)) continue
      await this.add(run, 'here')
      await this.dropRunning(page)
    }
  }

  #checkOf(entry: RunEntry): string | null {
    const work = workOf(entry.record)
    const repeated = this.#entries.find(
      ({ origin, record }) =>
        origin === 'here' && record.ending.kind === 'done' && workOf(record) === work,
    )
    return repeated?.id ?? null
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

  /** Changes what is shown at once, then what is kept. */
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

const NO_STEPS: StepCurve = { stepsPerPoint: 1, loss: [], accuracy: [] }

const newestFirst = (entries: readonly RunEntry[]): RunEntry[] =>
  entries.toSorted((a, b) => b.record.startedAt - a.record.startedAt || (a.id < b.id ? -1 : 1))

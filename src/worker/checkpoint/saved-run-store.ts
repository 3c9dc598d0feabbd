import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import * as v from 'valibot'
import { within } from '../../waiting/time-limit.ts'
import { ChecksummedSchema, runChecksum } from './saved-run-checksum.ts'
import {
  type SavedRun,
  type SavedRuns,
  inCurrentLayout,
  storedRun,
  StoredRunSchema,
} from './saved-run.ts'
import { reasonOf } from '../../errors/reason-of.ts'

type Slot = 'a' | 'b'

interface Schema extends DBSchema {
  /** Checkpoints under `a` and `b`; the newer one's key under `newest`. Earlier versions stored one under `last`. */
  runs: { key: string; value: unknown }
}

type Database = IDBPDatabase<Schema>

const DATABASE = 'lab94-kept-run'
/** Milliseconds. With a broken disk or a blocking tab, opening may never finish. */
const OPENING_LIMIT = 5000
const SLOTS: readonly Slot[] = ['a', 'b']

const SlotSchema = v.object({ checksum: v.nullable(v.string()), run: v.unknown() })
const NewestSchema = v.picklist(SLOTS)

/** The stored run is of another version of lab94. */
class SavedByAnotherVersion extends Error {
  override readonly name = 'SavedByAnotherVersion'
  readonly advice = 'Run it again. Its curves are still in Compare.'

  constructor() {
    super('This run was saved by another version of lab94 and cannot be resumed.')
  }
}

/**
 * The last run's state in memory and, to survive a reload, in the browser's database: the newest stored
 * checkpoint, and the previous one in case the newest is damaged. If states come faster than the disk can write, only
 * the newest is written. If the disk fails, the run is saved in memory only, and `refusal` says why.
 */
export class BrowserSavedRuns implements SavedRuns {
  #database: Promise<Database> | null = null
  #latest: SavedRun | null = null
  #written: SavedRun | null = null
  #writing: Promise<void> | null = null
  #refusal: string | null = null
  #savingMs = 0
  readonly #openingLimit: number

  /** `openingLimit` in milliseconds. */
  constructor(openingLimit = OPENING_LIMIT) {
    this.#openingLimit = openingLimit
  }

  get refusal(): string | null {
    return this.#refusal
  }

  get savingMs(): number {
    return this.#savingMs
  }

  save(run: SavedRun): void {
    this.#latest = run
    this.#writing ??= this.#write().finally(() => (this.#writing = null))
  }

  async load(): Promise<SavedRun | null> {
    if (this.#latest) return this.#latest
    const stored = await this.#attempt(readAll)
    if (stored === undefined || stored.length === 0) return null
    for (const { checksum, value } of stored) {
      const stored = v.safeParse(StoredRunSchema, inCurrentLayout(value))
      if (!stored.success || !v.is(ChecksummedSchema, value)) continue
      if (checksum !== null && checksum !== (await runChecksum(value))) continue
      const { layout: _, ...run } = stored.output
      return run
    }
    throw new SavedByAnotherVersion()
  }

  async clear(): Promise<void> {
    this.#latest = null
    await this.#writing
    await this.#attempt((database) => database.clear('runs'))
  }

  async #write(): Promise<void> {
    while (this.#latest !== null && this.#latest !== this.#written) {
      const run = this.#latest
      const start = performance.now()
      const digest = runChecksum(storedRun(run))
      this.#savingMs += performance.now() - start
      const checksum = await digest
      const isSameRun = this.#written !== null && isLater(run, this.#written)
      await this.#attempt((database) => this.#put(database, run, checksum, isSameRun))
      this.#written = run
    }
  }

  /** One transaction: either both checkpoints are stored or nothing changes. */
  async #put(
    database: Database,
    run: SavedRun,
    checksum: string | null,
    isSameRun: boolean,
  ): Promise<void> {
    const newest = v.safeParse(NewestSchema, await database.get('runs', 'newest'))
    const slot: Slot = newest.success && newest.output === 'a' ? 'b' : 'a'
    const before: Slot = slot === 'a' ? 'b' : 'a'
    const transaction = database.transaction('runs', 'readwrite', { durability: 'strict' })
    const { store, done } = transaction
    const start = performance.now()
    const written = [
      store.put({ checksum, run: storedRun(run) }, slot),
      store.put(slot, 'newest'),
      store.delete('last'),
      // A checkpoint of another run can't replace this one's.
      ...(isSameRun ? [] : [store.delete(before)]),
    ]
    this.#savingMs += performance.now() - start
    await Promise.all([...written, done])
  }

  async #attempt<T>(operation: (database: Database) => Promise<T>): Promise<T | undefined> {
    try {
      const opening = () =>
        openDB<Schema>(DATABASE, 1, { upgrade: (fresh) => void fresh.createObjectStore('runs') })
      this.#database ??= within(this.#openingLimit, 'The browser’s database', opening(), (late) =>
        late.close(),
      )
      return await operation(await this.#database)
    } catch (error) {
      // The next attempt reopens it: the connection may have been closed, or the disk may have space by then.
      this.#database = null
      this.#refusal ??= reasonOf(error)
      return undefined
    }
  }
}

/** Whether it is a later state of the same run. */
const isLater = (run: SavedRun, before: SavedRun): boolean =>
  JSON.stringify(run.request) === JSON.stringify(before.request) &&
  run.checkpoint.snapshot.step >= before.checkpoint.snapshot.step

/** All stored checkpoints, newest first. */
async function readAll(database: Database) {
  const newest = v.safeParse(NewestSchema, await database.get('runs', 'newest'))
  const slots = newest.success ? SLOTS.toSorted((slot) => (slot === newest.output ? -1 : 1)) : []
  const stored: { readonly checksum: string | null; readonly value: unknown }[] = []
  for (const slot of slots) {
    const value: unknown = await database.get('runs', slot)
    const checked = v.safeParse(SlotSchema, value)
    if (checked.success)
      stored.push({ checksum: checked.output.checksum, value: checked.output.run })
    else if (value !== undefined) stored.push({ checksum: null, value })
  }
  // From versions that stored one checkpoint without a checksum.
  const last: unknown = await database.get('runs', 'last')
  if (last !== undefined) stored.push({ checksum: null, value: last })
  return stored
}

import type { DBSchema, IDBPDatabase } from 'idb'
import * as v from 'valibot'
import { ReopeningDatabase } from '../../storage/reopening-database.ts'
import { ChecksummedSchema, runChecksum } from './saved-run-checksum.ts'
import {
  type SavedRun,
  type SavedRuns,
  inCurrentLayout,
  withLayout,
  StoredRunSchema,
} from './saved-run.ts'
import { reasonOf } from '../../errors/reason-of.ts'

type Slot = 'a' | 'b'

interface Schema extends DBSchema {
  /** Checkpoints under `a` and `b`; the newer one's key under `newest`. Earlier versions stored one under `last`. */
  runs: { key: string; value: unknown }
}

type Database = IDBPDatabase<Schema>

interface Stored {
  /** Null if unknown. */
  readonly checksum: string | null
  readonly value: unknown
}

const DATABASE = 'lab94-kept-run'
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

/** The disk refused a checkpoint; the run continues, and what was stored before is intact. */
class CheckpointNotStored extends Error {
  override readonly name = 'CheckpointNotStored'
  readonly advice =
    'Training continues. If you reload the page now, it cannot resume from here. Free some disk space or allow this site to store data.'

  constructor(cause: unknown) {
    super(`The browser could not store a checkpoint of this run: ${reasonOf(cause)}`, { cause })
  }
}

/**
 * The last run's state in memory and, to survive a reload, in the browser's database: the newest stored
 * checkpoint, and the previous one in case the newest is damaged. If states come faster than the disk can write, only
 * the newest is written. If the disk fails, the run is saved in memory only.
 */
export class BrowserSavedRuns implements SavedRuns {
  readonly #database = new ReopeningDatabase<Schema>(
    DATABASE,
    1,
    (fresh) => void fresh.createObjectStore('runs'),
  )
  #latest: SavedRun | null = null
  /** The last one that was written or refused. */
  #handled: SavedRun | null = null
  /** The newest one on disk, as far as known. */
  #stored: SavedRun | null = null
  #isWriting = false
  #isRefused = false
  #savingMs = 0
  readonly #onRefused: (error: Error) => void

  /** `onRefused` is called when the disk refuses a checkpoint, once until it stores one again. */
  constructor(onRefused: (error: Error) => void) {
    this.#onRefused = onRefused
  }

  get savingMs(): number {
    return this.#savingMs
  }

  save(run: SavedRun): void {
    this.#latest = run
    if (!this.#isWriting) void this.#writeAll()
  }

  async load(): Promise<SavedRun | null> {
    if (this.#latest) return this.#latest
    const stored = await this.#readAll()
    if (stored.length === 0) return null
    for (const { checksum, value } of stored) {
      const stored = v.safeParse(StoredRunSchema, inCurrentLayout(value))
      if (!stored.success || !v.is(ChecksummedSchema, value)) continue
      if (checksum !== null && checksum !== (await runChecksum(value))) continue
      const { layout: _, ...run } = stored.output
      this.#stored = run
      return run
    }
    throw new SavedByAnotherVersion()
  }

  /** Never rejects. */
  async #writeAll(): Promise<void> {
    this.#isWriting = true
    while (this.#latest !== null && this.#latest !== this.#handled) {
      const run = this.#latest
      try {
        await this.#write(run)
        this.#stored = run
        this.#isRefused = false
      } catch (error) {
        if (!this.#isRefused && !isBlocked(error)) this.#onRefused(new CheckpointNotStored(error))
        this.#isRefused = true
      }
      this.#handled = run
    }
    this.#isWriting = false
  }

  async #write(run: SavedRun): Promise<void> {
    const start = performance.now()
    const digest = runChecksum(withLayout(run))
    this.#savingMs += performance.now() - start
    const checksum = await digest
    const isSameRun = this.#stored !== null && isLater(run, this.#stored)
    await this.#database.use((database) => this.#put(database, run, checksum, isSameRun))
  }

  /** Nothing if the browser refuses: the list of runs, which it stores too, says so. */
  async #readAll(): Promise<readonly Stored[]> {
    try {
      return await this.#database.use(readAll)
    } catch {
      return []
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
      store.put({ checksum, run: withLayout(run) }, slot),
      store.put(slot, 'newest'),
      store.delete('last'),
      // A checkpoint of another run can't replace this one's.
      ...(isSameRun ? [] : [store.delete(before)]),
    ]
    this.#savingMs += performance.now() - start
    await Promise.all([...written, done])
  }
}

/** Whether this site may store nothing at all, which the list of runs already says. */
const isBlocked = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'SecurityError'

/** Whether it is a later state of the same run. */
const isLater = (run: SavedRun, before: SavedRun): boolean =>
  JSON.stringify(run.request) === JSON.stringify(before.request) &&
  run.checkpoint.snapshot.step >= before.checkpoint.snapshot.step

/** All stored checkpoints, newest first. */
async function readAll(database: Database): Promise<readonly Stored[]> {
  const newest = v.safeParse(NewestSchema, await database.get('runs', 'newest'))
  const slots = newest.success ? SLOTS.toSorted((slot) => (slot === newest.output ? -1 : 1)) : []
  const stored: Stored[] = []
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

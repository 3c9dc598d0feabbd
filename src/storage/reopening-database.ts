import { type DBSchema, type IDBPDatabase, openDB, type OpenDBCallbacks } from 'idb'
import { TooSlow, within } from '../waiting/time-limit.ts'

/** Thrown if a newer version of lab94 has changed a database's layout. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase'
  readonly advice = 'Reload the page to get that version.'

  constructor(options?: ErrorOptions) {
    super(
      'A newer version of lab94 has updated this browser’s storage, so this version cannot open it.',
      options,
    )
  }
}

/** Thrown if the browser does not answer; some never do after a crash, or while another tab holds an old layout. */
export class DatabaseStuck extends Error {
  override readonly name = 'DatabaseStuck'
  readonly advice = 'Close other tabs of lab94, or restart the browser.'

  constructor(options?: ErrorOptions) {
    super('The browser’s storage did not open in time.', options)
  }
}

/** Opening takes some milliseconds, and a second on slow disks. */
const OPENING_MS = 5000

type Upgrade<S extends DBSchema> = NonNullable<OpenDBCallbacks<S>['upgrade']>

/**
 * A database that is reopened if the browser has closed it: after site data were cleared, storage was evicted, or
 * another tab requested a newer layout and was closed. Opening throws NewerDatabase, DatabaseStuck, or the browser's
 * own error.
 */
export class ReopeningDatabase<S extends DBSchema> {
  readonly #name: string
  readonly #version: number
  readonly #upgrade: Upgrade<S>
  #connection: Promise<IDBPDatabase<S>> | null = null

  constructor(name: string, version: number, upgrade: Upgrade<S>) {
    this.#name = name
    this.#version = version
    this.#upgrade = upgrade
  }

  /** Opens it now, so that a refusal is reported early. */
  async open(): Promise<void> {
    await this.#opened()
  }

  /** Runs an operation, and again if the connection turns out to be closed, so it must be repeatable. */
  async use<T>(operation: (database: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    const connection = this.#opened()
    const opened = await connection
    try {
      return await operation(opened)
    } catch (error) {
      if (!mayBeClosed(error)) throw error
      this.#forget(connection)
      // It may still be open, and would stay open until the page is closed.
      opened.close()
    }
    return operation(await this.#opened())
  }

  #opened(): Promise<IDBPDatabase<S>> {
    const connection = (this.#connection ??= this.#connect())
    connection.catch(() => this.#forget(connection))
    return connection
  }

  #forget(connection: Promise<IDBPDatabase<S>>): void {
    if (this.#connection === connection) this.#connection = null
  }

  #connect(): Promise<IDBPDatabase<S>> {
    const connection: Promise<IDBPDatabase<S>> = this.#within(
      openDB<S>(this.#name, this.#version, {
        upgrade: this.#upgrade,
        // A newer page in another tab needs another layout, or somebody is deleting the database.
        blocking: (_current, _wanted, event) => {
          this.#forget(connection)
          const { target } = event
          if (target instanceof IDBDatabase) target.close()
        },
        terminated: () => this.#forget(connection),
      }),
    )
    return connection
  }

  async #within(opening: Promise<IDBPDatabase<S>>): Promise<IDBPDatabase<S>> {
    try {
      return await within(OPENING_MS, 'The browser’s storage', opening, (late) => late.close())
    } catch (cause) {
      if (cause instanceof TooSlow) throw new DatabaseStuck({ cause })
      if (cause instanceof DOMException && cause.name === 'VersionError') {
        throw new NewerDatabase({ cause })
      }
      throw cause
    }
  }
}

/**
 * Browsers throw InvalidStateError for a closed connection; a transaction that was under way then is aborted. Safari
 * throws UnknownError once its database process has gone ("Connection to Indexed Database server lost").
 */
const mayBeClosed = (error: unknown): boolean =>
  error instanceof DOMException &&
  ['InvalidStateError', 'AbortError', 'UnknownError'].includes(error.name)

import { vi } from 'vitest'

/** The connections to databases that are opened from now on, in tests with `fake-indexeddb`. */
export class Connections {
  readonly #open = new Set<IDBDatabase>()
  #opened = 0

  constructor() {
    const open = indexedDB.open.bind(indexedDB)
    vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
      const request = open(...args)
      request.addEventListener('success', () => this.#add(request.result))
      return request
    })
  }

  get open(): number {
    return this.#open.size
  }

  /** How many have been opened, closed ones included. */
  get opened(): number {
    return this.#opened
  }

  /** Closes them as a browser does that evicts a site's storage: without being asked. */
  evict(): void {
    for (const database of this.#open) database.close()
  }

  #add(database: IDBDatabase): void {
    this.#opened++
    this.#open.add(database)
    const close = database.close.bind(database)
    vi.spyOn(database, 'close').mockImplementation(() => {
      this.#open.delete(database)
      close()
    })
  }
}

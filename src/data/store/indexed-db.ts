import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { DataFileName } from '../cifar10.ts'
import type { RemoteName } from '../source/source.ts'
import type { StoredFile } from '../status.ts'
import type { DataStore, PartialFile } from './store.ts'

interface Schema extends DBSchema {
  files: { key: DataFileName; value: StoredFile }
  /** The bytes of `files`, apart from them: a list of what is here must not load 184 MB. */
  contents: { key: DataFileName; value: Uint8Array<ArrayBuffer> }
  partials: { key: RemoteName; value: PartialFile }
  /** By name and first byte. */
  pieces: { key: [RemoteName, number]; value: Uint8Array<ArrayBuffer> }
}

const DATABASE = 'lab94-data'

/** Keeps files in the browser's database. Methods reject with the database's own errors, such as a full disk's. */
export class IndexedDbStore implements DataStore {
  readonly #database: IDBPDatabase<Schema>

  private constructor(database: IDBPDatabase<Schema>) {
    this.#database = database
  }

  /** Rejects where the browser refuses, as some do in private windows. */
  static async open(): Promise<IndexedDbStore> {
    const database = await openDB<Schema>(DATABASE, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('files', { keyPath: 'name' })
        fresh.createObjectStore('contents')
        fresh.createObjectStore('partials', { keyPath: 'name' })
        fresh.createObjectStore('pieces')
      },
      // A newer page in another tab wants another layout.
      blocking: () => database.close(),
    })
    return new IndexedDbStore(database)
  }

  list(): Promise<StoredFile[]> {
    return this.#database.getAll('files')
  }

  async read(name: DataFileName): Promise<Uint8Array<ArrayBuffer> | null> {
    return (await this.#database.get('contents', name)) ?? null
  }

  async write(file: StoredFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const change = this.#database.transaction(
      ['files', 'contents', 'partials', 'pieces'],
      'readwrite',
    )
    await Promise.all([
      change.objectStore('pieces').delete(allPieces(file.name)),
      change.objectStore('partials').delete(file.name),
      change.objectStore('contents').put(bytes, file.name),
      change.objectStore('files').put(file),
      change.done,
    ])
  }

  async remove(name: DataFileName): Promise<void> {
    const change = this.#database.transaction(
      ['files', 'contents', 'partials', 'pieces'],
      'readwrite',
    )
    await Promise.all([
      change.objectStore('pieces').delete(allPieces(name)),
      change.objectStore('partials').delete(name),
      change.objectStore('contents').delete(name),
      change.objectStore('files').delete(name),
      change.done,
    ])
  }

  async clear(): Promise<void> {
    const change = this.#database.transaction(
      ['files', 'contents', 'partials', 'pieces'],
      'readwrite',
    )
    await Promise.all([
      change.objectStore('pieces').clear(),
      change.objectStore('partials').clear(),
      change.objectStore('contents').clear(),
      change.objectStore('files').clear(),
      change.done,
    ])
  }

  async partial(name: RemoteName): Promise<PartialFile | null> {
    return (await this.#database.get('partials', name)) ?? null
  }

  async readPieces(name: RemoteName, target: Uint8Array, start: number): Promise<number> {
    let end = start
    let cursor = await this.#database.transaction('pieces').store.openCursor(allPieces(name, start))
    while (cursor) {
      const [, first] = cursor.key
      if (first !== end || first + cursor.value.length > target.length) break
      target.set(cursor.value, first)
      end += cursor.value.length
      cursor = await cursor.continue()
    }
    return end
  }

  async appendPiece(partial: PartialFile, piece: Uint8Array<ArrayBuffer>): Promise<void> {
    const start = partial.received - piece.length
    const change = this.#database.transaction(['partials', 'pieces'], 'readwrite')
    const pieces = change.objectStore('pieces')
    await Promise.all([
      start === 0 ? pieces.delete(allPieces(partial.name)) : null,
      pieces.put(piece, [partial.name, start]),
      change.objectStore('partials').put(partial),
      change.done,
    ])
  }

  async removePieces(name: RemoteName): Promise<void> {
    const change = this.#database.transaction(['partials', 'pieces'], 'readwrite')
    await Promise.all([
      change.objectStore('pieces').delete(allPieces(name)),
      change.objectStore('partials').delete(name),
      change.done,
    ])
  }
}

const allPieces = (name: RemoteName, start = 0) =>
  IDBKeyRange.bound([name, start], [name, Number.POSITIVE_INFINITY])

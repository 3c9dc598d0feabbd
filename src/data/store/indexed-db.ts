import type { DBSchema } from 'idb'
import { ReopeningDatabase } from '../../storage/reopening-database.ts'
import type { DataFileName } from '../cifar10.ts'
import type { RemoteName } from '../source/source.ts'
import type { StoredFile } from '../status.ts'
import type { DataStore, PartialFile } from './store.ts'

interface Schema extends DBSchema {
  files: { key: DataFileName; value: StoredFile }
  /** The bytes of `files`, stored separately so that listing files doesn't load 184 MB. */
  contents: { key: DataFileName; value: Uint8Array<ArrayBuffer> }
  partials: { key: RemoteName; value: PartialFile }
  /** By name and first byte. */
  pieces: { key: [RemoteName, number]; value: Uint8Array<ArrayBuffer> }
}

const DATABASE = 'lab94-data'

/** Stores files in the browser's database. Methods reject with the database's errors, such as a full disk. */
export class IndexedDbStore implements DataStore {
  readonly #database = new ReopeningDatabase<Schema>(DATABASE, 1, (fresh) => {
    fresh.createObjectStore('files', { keyPath: 'name' })
    fresh.createObjectStore('contents')
    fresh.createObjectStore('partials', { keyPath: 'name' })
    fresh.createObjectStore('pieces')
  })

  /** Rejects if the browser refuses, for example in private windows. */
  static async open(): Promise<IndexedDbStore> {
    const store = new IndexedDbStore()
    await store.#database.open()
    return store
  }

  list(): Promise<StoredFile[]> {
    return this.#database.use(async (open) => {
      return open.getAll('files')
    })
  }

  read(name: DataFileName): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#database.use(async (open) => {
      return (await open.get('contents', name)) ?? null
    })
  }

  write(file: StoredFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#database.use(async (open) => {
      const change = open.transaction(['files', 'contents', 'partials', 'pieces'], 'readwrite')
      await Promise.all([
        change.objectStore('pieces').delete(allPieces(file.name)),
        change.objectStore('partials').delete(file.name),
        change.objectStore('contents').put(bytes, file.name),
        change.objectStore('files').put(file),
        change.done,
      ])
    })
  }

  remove(name: DataFileName): Promise<void> {
    return this.#database.use(async (open) => {
      const change = open.transaction(['files', 'contents', 'partials', 'pieces'], 'readwrite')
      await Promise.all([
        change.objectStore('pieces').delete(allPieces(name)),
        change.objectStore('partials').delete(name),
        change.objectStore('contents').delete(name),
        change.objectStore('files').delete(name),
        change.done,
      ])
    })
  }

  clear(): Promise<void> {
    return this.#database.use(async (open) => {
      const change = open.transaction(['files', 'contents', 'partials', 'pieces'], 'readwrite')
      await Promise.all([
        change.objectStore('pieces').clear(),
        change.objectStore('partials').clear(),
        change.objectStore('contents').clear(),
        change.objectStore('files').clear(),
        change.done,
      ])
    })
  }

  partial(name: RemoteName): Promise<PartialFile | null> {
    return this.#database.use(async (open) => {
      return (await open.get('partials', name)) ?? null
    })
  }

  readPieces(name: RemoteName, target: Uint8Array, start: number): Promise<number> {
    return this.#database.use(async (open) => {
      let end = start
      let cursor = await open.transaction('pieces').store.openCursor(allPieces(name, start))
      while (cursor) {
        const [, first] = cursor.key
        if (first !== end || first + cursor.value.length > target.length) break
        target.set(cursor.value, first)
        end += cursor.value.length
        cursor = await cursor.continue()
      }
      return end
    })
  }

  appendPiece(partial: PartialFile, piece: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#database.use(async (open) => {
      const start = partial.received - piece.length
      const change = open.transaction(['partials', 'pieces'], 'readwrite')
      const pieces = change.objectStore('pieces')
      await Promise.all([
        start === 0 ? pieces.delete(allPieces(partial.name)) : null,
        pieces.put(piece, [partial.name, start]),
        change.objectStore('partials').put(partial),
        change.done,
      ])
    })
  }

  removePieces(name: RemoteName): Promise<void> {
    return this.#database.use(async (open) => {
      const change = open.transaction(['partials', 'pieces'], 'readwrite')
      await Promise.all([
        change.objectStore('pieces').delete(allPieces(name)),
        change.objectStore('partials').delete(name),
        change.done,
      ])
    })
  }
}

const allPieces = (name: RemoteName, start = 0) =>
  IDBKeyRange.bound([name, start], [name, Number.POSITIVE_INFINITY])

import type { DataFileName } from '../cifar10.ts'
import type { RemoteName } from '../source/source.ts'
import type { StoredFile } from '../status.ts'
import { IndexedDbStore } from './indexed-db.ts'
import { MemoryStore } from './memory.ts'
import type { DataStore, PartialFile } from './store.ts'
import { reasonOf } from '../../errors/reason-of.ts'

/**
 * Stores files on disk until a write fails (no space, private window, site data cleared); later files are kept in
 * memory, and `refusal` says why. Files on disk stay readable. Never rejects.
 */
export class ForgivingStore implements DataStore {
  readonly #memory = new MemoryStore()
  readonly #disk: DataStore | null
  #refusal: string | null

  /** `disk` is null if there is none, with the reason. */
  constructor(disk: DataStore | null, refusal: string | null = null) {
    this.#disk = disk
    this.#refusal = refusal
  }

  /** On IndexedDB, or in memory only if the browser doesn't open it. */
  static async open(): Promise<ForgivingStore> {
    try {
      return new ForgivingStore(await IndexedDbStore.open())
    } catch (error) {
      return new ForgivingStore(null, reasonOf(error))
    }
  }

  /** Why files are stored in memory, as the browser's message; null while they are on disk. */
  get refusal(): string | null {
    return this.#refusal
  }

  async list(): Promise<StoredFile[]> {
    const inMemory = await this.#memory.list()
    const newer = new Set(inMemory.map((file) => file.name))
    const onDisk = await this.#attempt((disk) => disk.list(), [])
    return [...onDisk.filter((file) => !newer.has(file.name)), ...inMemory]
  }

  async read(name: DataFileName): Promise<Uint8Array<ArrayBuffer> | null> {
    return (await this.#memory.read(name)) ?? this.#attempt((disk) => disk.read(name), null)
  }

  async write(file: StoredFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#memory.remove(file.name)
    if (this.#refusal === null && (await this.#succeeds((disk) => disk.write(file, bytes)))) return
    await this.#memory.write(file, bytes)
    await this.#succeeds((disk) => disk.removePieces(file.name))
  }

  async remove(name: DataFileName): Promise<void> {
    await this.#memory.remove(name)
    await this.#succeeds((disk) => disk.remove(name))
  }

  async clear(): Promise<void> {
    await this.#memory.clear()
    // There may be space again; a broken disk fails the next write too.
    if (await this.#succeeds((disk) => disk.clear())) this.#refusal = null
  }

  async partial(name: RemoteName): Promise<PartialFile | null> {
    return (await this.#memory.partial(name)) ?? this.#attempt((disk) => disk.partial(name), null)
  }

  async readPieces(name: RemoteName, target: Uint8Array, start: number): Promise<number> {
    const end = await this.#attempt((disk) => disk.readPieces(name, target, start), start)
    return this.#memory.readPieces(name, target, end)
  }

  async appendPiece(partial: PartialFile, piece: Uint8Array<ArrayBuffer>): Promise<void> {
    if (
      this.#refusal === null &&
      (await this.#succeeds((disk) => disk.appendPiece(partial, piece)))
    ) {
      return
    }
    await this.#memory.appendPiece(partial, piece)
  }

  async removePieces(name: RemoteName): Promise<void> {
    await this.#memory.removePieces(name)
    await this.#succeeds((disk) => disk.removePieces(name))
  }

  /** Whether the disk did it. */
  async #succeeds(operation: (disk: DataStore) => Promise<void>): Promise<boolean> {
    return this.#attempt(async (disk) => {
      await operation(disk)
      return true
    }, false)
  }

  async #attempt<T>(operation: (disk: DataStore) => Promise<T>, otherwise: T): Promise<T> {
    if (!this.#disk) return otherwise
    try {
      return await operation(this.#disk)
    } catch (error) {
      this.#refusal ??= reasonOf(error)
      return otherwise
    }
  }
}

import type { DataFileName } from '../cifar10.ts'
import type { RemoteName } from '../source/source.ts'
import type { StoredFile } from '../status.ts'
import type { DataStore, PartialFile } from './store.ts'

/** Stores files in memory, until the page is closed. */
export class MemoryStore implements DataStore {
  readonly #files = new Map<DataFileName, { file: StoredFile; bytes: Uint8Array<ArrayBuffer> }>()
  /** Pieces by their first byte, in order. */
  readonly #parts = new Map<RemoteName, { partial: PartialFile; pieces: Map<number, Uint8Array> }>()

  async list(): Promise<StoredFile[]> {
    return [...this.#files.values()].map(({ file }) => file)
  }

  async read(name: DataFileName): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#files.get(name)?.bytes ?? null
  }

  async write(file: StoredFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#files.set(file.name, { file, bytes })
    this.#parts.delete(file.name)
  }

  async remove(name: DataFileName): Promise<void> {
    this.#files.delete(name)
    this.#parts.delete(name)
  }

  async clear(): Promise<void> {
    this.#files.clear()
    this.#parts.clear()
  }

  async partial(name: RemoteName): Promise<PartialFile | null> {
    return this.#parts.get(name)?.partial ?? null
  }

  async readPieces(name: RemoteName, target: Uint8Array, start: number): Promise<number> {
    let end = start
    for (const [first, piece] of this.#parts.get(name)?.pieces ?? []) {
      if (first !== end || first + piece.length > target.length) continue
      target.set(piece, first)
      end += piece.length
    }
    return end
  }

  async appendPiece(partial: PartialFile, piece: Uint8Array<ArrayBuffer>): Promise<void> {
    const start = partial.received - piece.length
    const pieces = start > 0 ? this.#parts.get(partial.name)?.pieces : undefined
    this.#parts.set(partial.name, { partial, pieces: new Map([...(pieces ?? []), [start, piece]]) })
  }

  async removePieces(name: RemoteName): Promise<void> {
    this.#parts.delete(name)
  }
}

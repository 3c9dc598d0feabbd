import type { DataFileName } from '../cifar10.ts'
import type { RemoteName } from '../source/source.ts'
import type { StoredFile } from '../status.ts'

/** A file of which not all has come yet. */
export interface PartialFile {
  readonly name: RemoteName
  /** Where it comes from, and which version of it, so that nothing else is put behind it. */
  readonly url: string
  readonly etag: string
  /** How many of its first bytes are here. */
  readonly received: number
}

/** Keeps the data set's files, whole and in part. */
export interface DataStore {
  list(): Promise<StoredFile[]>
  read(name: DataFileName): Promise<Uint8Array<ArrayBuffer> | null>
  /** Keeps a whole file, in place of what was there of it. */
  write(file: StoredFile, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Forgets a file and any part of it. */
  remove(name: DataFileName): Promise<void>
  /** Forgets everything. */
  clear(): Promise<void>

  partial(name: RemoteName): Promise<PartialFile | null>
  /** Copies the pieces of a file that follow its byte `start` into `target`; returns the byte after the last. */
  readPieces(name: RemoteName, target: Uint8Array, start: number): Promise<number>
  /** Keeps one more piece; `partial.received` counts it already. A piece at byte 0 starts the file anew. */
  appendPiece(partial: PartialFile, piece: Uint8Array<ArrayBuffer>): Promise<void>
  removePieces(name: RemoteName): Promise<void>
}

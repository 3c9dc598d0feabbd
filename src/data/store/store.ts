import type { DataFileName } from '../cifar10.ts'
import type { RemoteName } from '../source/source.ts'
import type { StoredFile } from '../status.ts'

/** A partly downloaded file. */
export interface PartialFile {
  readonly name: RemoteName
  /** Its source and version, so that only matching bytes are appended. */
  readonly url: string
  readonly etag: string
  /** Number of its first bytes that are stored. */
  readonly received: number
}

/** Stores the data set's files, complete and partial. */
export interface DataStore {
  list(): Promise<StoredFile[]>
  read(name: DataFileName): Promise<Uint8Array<ArrayBuffer> | null>
  /** Stores a complete file, replacing any part of it. */
  write(file: StoredFile, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Deletes a file and any part of it. */
  remove(name: DataFileName): Promise<void>
  /** Deletes everything. */
  clear(): Promise<void>

  partial(name: RemoteName): Promise<PartialFile | null>
  /** Copies the pieces of a file that follow its byte `start` into `target`; returns the byte after the last. */
  readPieces(name: RemoteName, target: Uint8Array, start: number): Promise<number>
  /** Stores one more piece; `partial.received` includes it already. A piece at byte 0 restarts the file. */
  appendPiece(partial: PartialFile, piece: Uint8Array<ArrayBuffer>): Promise<void>
  removePieces(name: RemoteName): Promise<void>
}

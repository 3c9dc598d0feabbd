import type { DataFileName } from '../cifar10.ts'
import type { DataFile } from '../format/read-files.ts'
import type { SourceKind } from '../status.ts'

/** What a file is called while it comes: one of the six themselves, or one that a mirror has a split in. */
export type RemoteName = DataFileName | 'train.parquet' | 'test.parquet'

/** Something the six files can be fetched from: this page's server, or a mirror that sends CORS headers. */
export interface Source {
  readonly kind: SourceKind
  /** What it has them in. */
  readonly files: readonly RemoteFile[]
  /** What it has, without starting anything; null where it has nothing to offer here. */
  look(signal: AbortSignal): Promise<Preview | null>
  /**
   * Lists the files once they can be fetched; `report` hears how far that is where it takes a while. Throws DataError.
   */
  open(signal: AbortSignal, report: (progress: Preparation) => void): Promise<Offer>
}

export interface RemoteFile {
  readonly name: RemoteName
  readonly bytes: number
  /** Those of the six that are in it. */
  readonly holds: readonly DataFileName[]
}

export interface Preview {
  /** For people. */
  readonly name: string
  readonly bytes: number
}

export interface Preparation extends Preview {
  readonly bytesDone: number
}

export interface Offer {
  readonly name: string
  readonly files: readonly OfferedFile[]
}

export interface OfferedFile extends RemoteFile {
  readonly url: string
  /** What a transfer is checked against. */
  readonly sha256: string
  /** Whether the address stands for these very bytes for good, whatever an ETag says. */
  readonly pinned: boolean
  /**
   * The files that it holds, out of its bytes, one after the other; `onRecords` hears how many records there are so far
   * of how many, where it takes a while. Throws DataError where they are not what they should be.
   */
  unpack(
    bytes: Uint8Array<ArrayBuffer>,
    onRecords: (done: number, total: number) => void,
  ): AsyncIterable<DataFile>
}

import type { DataFileName } from '../cifar10.ts'
import type { DataFile } from '../format/read-files.ts'
import type { DownloadKind } from '../status.ts'

/** The name of a file in transfer: one of the six, or a mirror's file of a split. */
export type RemoteName = DataFileName | 'train.parquet' | 'test.parquet'

/** A source of the six files: this page's server, or a mirror that sends CORS headers. */
export interface Source {
  readonly kind: DownloadKind
  /** Its name at the start of a sentence. */
  readonly title: string
  /** Its file format. */
  readonly files: readonly RemoteFile[]
  /** A preview of its offer, without downloading; null if it has none. */
  look(signal: AbortSignal): Promise<Preview | null>
  /** Lists the files once they can be fetched; `report` gets the progress if it takes a while. Throws DataError. */
  open(signal: AbortSignal, report: (progress: SourceState) => void): Promise<Offer>
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
  /** A URL to measure its speed with; null if its files aren't ready. */
  readonly sampleUrl: string | null
}

export interface SourceState extends Omit<Preview, 'sampleUrl'> {
  readonly bytesDone: number
}

export interface Offer {
  readonly name: string
  readonly files: readonly OfferedFile[]
}

export interface OfferedFile extends RemoteFile {
  readonly url: string
  /** The expected size or checksum of a transfer. */
  readonly sha256: string
  /** Whether the URL always returns these exact bytes, whatever the ETag. */
  readonly pinned: boolean
  /**
   * Extracts its files from the bytes, one after the other; `onRecords` gets the progress in records if it takes a
   * while. May transfer the bytes. Throws DataError if they are invalid.
   */
  unpack(
    bytes: Uint8Array<ArrayBuffer>,
    onRecords: (done: number, total: number) => void,
  ): AsyncIterable<DataFile>
}

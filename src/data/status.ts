import type { ErrorCode } from '../errors/codes.ts'
import type { DataFileName } from './cifar10.ts'

/** Where images can come from, tried in this order. */
export type SourceKind = 'server' | 'mirror' | 'file' | 'sample'

/** Sources that images are downloaded from. */
export type DownloadKind = Extract<SourceKind, 'server' | 'mirror'>

/** A source that has the full data set. */
export interface SourceChoice {
  readonly kind: DownloadKind
  readonly title: string
  readonly bytes: number
}

export interface StoredFile {
  readonly name: DataFileName
  readonly records: number
  readonly bytes: number
  readonly sha256: string
  /** Whether the checksum is the one of the official archive's file. */
  readonly official: boolean
}

/** The state of the full data set: what is stored, what is being transferred, what failed. */
export interface DataStatus {
  readonly phase: 'absent' | 'downloading' | 'importing' | 'paused' | 'ready' | 'failed'
  readonly source: { readonly kind: SourceKind; readonly name: string } | null
  /** Known download sources. */
  readonly choices: readonly SourceChoice[]
  readonly bytesDone: number
  /** 0 while unknown. */
  readonly bytesTotal: number
  readonly bytesPerSecond: number | null
  readonly secondsLeft: number | null
  readonly files: readonly StoredFile[]
  /** `persistent`: the browser won't evict it; `evictable`: it may; `memory`: lost with the tab. */
  readonly storage: 'persistent' | 'evictable' | 'memory'
  /** A note that isn't an error, such as valid but unofficial bytes. */
  readonly note: string | null
  readonly error: {
    readonly code?: ErrorCode
    readonly message: string
    readonly advice: string
  } | null
}

import type { DataFileName } from './cifar10.ts'

/** Where images can come from, tried in this order. */
export type SourceKind = 'server' | 'mirror' | 'file' | 'sample'

export type DatasetName = 'full' | 'sample'

export interface StoredFile {
  readonly name: DataFileName
  readonly records: number
  readonly bytes: number
  readonly sha256: string
  /** Whether the checksum is the one of the official archive's file. */
  readonly official: boolean
}

/** Where the full data set stands: what is here, what is coming, what went wrong. */
export interface DataStatus {
  readonly phase: 'absent' | 'downloading' | 'importing' | 'paused' | 'ready' | 'failed'
  readonly source: { readonly kind: SourceKind; readonly name: string } | null
  readonly bytesDone: number
  /** 0 while unknown. */
  readonly bytesTotal: number
  readonly bytesPerSecond: number | null
  readonly secondsLeft: number | null
  readonly files: readonly StoredFile[]
  /** `persistent`: the browser promised to keep it; `evictable`: it may be cleared; `memory`: gone with the tab. */
  readonly storage: 'persistent' | 'evictable' | 'memory'
  /** A sentence worth knowing that is no error, such as bytes that are valid but not the official ones. */
  readonly note: string | null
  readonly error: { readonly message: string; readonly advice: string } | null
}

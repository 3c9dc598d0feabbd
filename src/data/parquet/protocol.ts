import type { DataFileName } from '../cifar10.ts'
import type { DataFile } from '../format/read-files.ts'

/** The job of a worker; its buffer is transferred. */
export interface ParquetJob {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly batches: readonly DataFileName[]
}

/** The worker's messages, in order: `records` and `file` any number of times, then one of the others. */
export type ParquetEvent =
  | { readonly type: 'records'; readonly done: number; readonly total: number }
  | { readonly type: 'file'; readonly file: DataFile }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly message: string; readonly advice: string }

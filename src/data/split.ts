import { RECORD_BYTES } from './cifar10.ts'
import { IMAGE_BYTES, type Records } from './records.ts'

/** The two splits of a data set. */
export interface Splits {
  readonly train: Records
  readonly test: Records
}

/** Zeroed memory for `count` records. */
export function allocateRecords(count: number): Records {
  return { count, labels: new Uint8Array(count), pixels: new Uint8Array(count * IMAGE_BYTES) }
}

/** Copies plain 3,073-byte records into `target`, from its record number `first` on. */
export function unpackRecords(bytes: Uint8Array, target: Records, first = 0): void {
  const count = bytes.length / RECORD_BYTES
  for (let record = 0; record < count; record++) {
    const start = record * RECORD_BYTES
    target.labels[first + record] = bytes[start]
    target.pixels.set(
      bytes.subarray(start + 1, start + RECORD_BYTES),
      (first + record) * IMAGE_BYTES,
    )
  }
}

import { CLASS_NAMES } from '../records.ts'
import { FILE_BYTES, RECORD_BYTES, RECORDS_PER_FILE } from '../cifar10.ts'
import { DataError } from '../error.ts'

const ANOTHER_COPY = 'Choose another copy of the file, or download it again.'

/** Throws DataError if the size isn't that of a batch of 10,000 records. */
export function checkSize(name: string, bytes: number): void {
  if (bytes === FILE_BYTES) return
  const records = Math.floor(bytes / RECORD_BYTES).toLocaleString('en')
  const beyond = (bytes - FILE_BYTES).toLocaleString('en')
  const wanted = RECORDS_PER_FILE.toLocaleString('en')
  throw new DataError(
    bytes < FILE_BYTES
      ? `${name} is truncated: ${records} whole records of ${wanted}.`
      : `${name} is too long: ${beyond} bytes follow its ${wanted} records.`,
    ANOTHER_COPY,
  )
}

/** Throws DataError unless these bytes are 10,000 records with labels from 0 to 9. */
export function checkBatch(name: string, bytes: Uint8Array): void {
  checkSize(name, bytes.length)
  for (let record = 0; record < RECORDS_PER_FILE; record++) {
    const label = bytes[record * RECORD_BYTES]
    if (label < CLASS_NAMES.length) continue
    throw new DataError(
      `${name} is not a CIFAR-10 batch: record ${record} has label ${label}, but labels go from 0 to 9.`,
      ANOTHER_COPY,
    )
  }
}

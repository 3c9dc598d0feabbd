import { DATA_FILES, RECORDS_PER_FILE } from '../cifar10.ts'
import { DataError } from '../error.ts'
import { allocateRecords, unpackRecords, type Splits } from '../split.ts'
import type { DataFileName } from '../cifar10.ts'

/**
 * All 60,000 records, packed, from files read one at a time: besides the result (184 MB) one file is in memory. Throws
 * DataError if a file is missing.
 */
export async function readSplits(
  read: (name: DataFileName) => Promise<Uint8Array | null>,
): Promise<Splits> {
  const filesOf = (split: keyof Splits) => DATA_FILES.filter((file) => file.split === split)
  const load = async (split: keyof Splits) => {
    const files = filesOf(split)
    const records = allocateRecords(files.length * RECORDS_PER_FILE)
    for (const [index, { name }] of files.entries()) {
      const bytes = await read(name)
      if (bytes === null) {
        throw new DataError(`${name} is no longer stored.`, 'Download it again.')
      }
      unpackRecords(bytes, records, index * RECORDS_PER_FILE)
    }
    return records
  }
  return { train: await load('train'), test: await load('test') }
}

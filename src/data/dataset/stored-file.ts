import { isOfficial, RECORDS_PER_FILE, type DataFileName } from '../cifar10.ts'
import type { StoredFile } from '../status.ts'

/** The store's entry for a checked batch. */
export function storedFile(name: DataFileName, bytes: Uint8Array, sha256: string): StoredFile {
  return {
    name,
    records: RECORDS_PER_FILE,
    bytes: bytes.length,
    sha256,
    official: isOfficial(name, sha256),
  }
}

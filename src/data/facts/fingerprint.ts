import { sha256 } from '../checksum.ts'
import { IMAGE_BYTES, type Records } from '../records.ts'
import type { Splits } from '../split.ts'

/** Images hashed at a time: browsers copy what they hash. */
const IMAGES_AT_ONCE = 10_000

/**
 * The identity of images and labels, in order: 16 hex digits, equal only for equal training and test sets. Throws
 * DataError if the browser has no checksums.
 */
export async function fingerprintOf({ train, test }: Splits): Promise<string> {
  const checksums = [...(await checksumsOf(train)), ...(await checksumsOf(test))]
  return (await sha256(new TextEncoder().encode(checksums.join(' ')))).slice(0, 16)
}

async function checksumsOf({ count, labels, pixels }: Records): Promise<string[]> {
  const checksums = [await sha256(labels.slice(0, count))]
  for (let first = 0; first < count; first += IMAGES_AT_ONCE) {
    const last = Math.min(count, first + IMAGES_AT_ONCE)
    checksums.push(await sha256(pixels.slice(first * IMAGE_BYTES, last * IMAGE_BYTES)))
  }
  return checksums
}

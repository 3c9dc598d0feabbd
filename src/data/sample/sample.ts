import { DATASET_SIZES } from '../datasets.ts'
import { RECORD_BYTES } from '../cifar10.ts'
import { DataError } from '../error.ts'
import type { Records } from '../records.ts'
import { allocateRecords, unpackRecords, type Splits } from '../split.ts'
import { TooSlow } from '../../waiting/time-limit.ts'
import { decodeRecords } from './coding.ts'

/** Shipped beside the page. Not named `.gz`: servers add a Content-Encoding to that. */
export const SAMPLE_FILE = 'cifar-10-sample.bin.z'

const ADVICE = 'Reload the page; if it stays, the copy of lab94 on this server is incomplete.'

/** Reads the shipped sample from its compressed file. Throws DataError if the file is wrong. */
export async function readSampleFile(compressed: ReadableStream<BufferSource>): Promise<Splits> {
  const { train: trainCount, test: testCount } = DATASET_SIZES.sample
  const counts = [trainCount, testCount]
  const [train, test] = await readCodedRecords(compressed, counts, SAMPLE_FILE)
  return { train, test }
}

/**
 * Reads sets of these sizes from one compressed file in the coding of `decodeRecords`. Throws DataError with the file's
 * name.
 */
export async function readCodedRecords(
  compressed: ReadableStream<BufferSource>,
  counts: readonly number[],
  file: string,
): Promise<Records[]> {
  let bytes: Uint8Array
  try {
    const stream = compressed.pipeThrough(new DecompressionStream('gzip'))
    bytes = await readWhole(stream)
  } catch (cause) {
    if (cause instanceof TooSlow) {
      const message = `${file} could not be fetched. ${cause.message}`
      throw new DataError(message, 'Check the network connection, then try again.', { cause })
    }
    throw new DataError(`${file} is damaged or truncated.`, ADVICE, { cause })
  }
  if (bytes.length !== counts.reduce((sum, count) => sum + count, 0) * RECORD_BYTES) {
    throw new DataError(`${file} does not contain its records.`, ADVICE)
  }
  decodeRecords(bytes)
  let start = 0
  return counts.map((count) => {
    const records = allocateRecords(count)
    const end = start + count * RECORD_BYTES
    unpackRecords(bytes.subarray(start, end), records)
    start = end
    return records
  })
}

/**
 * A stream to its end. Rejects with the stream's own error, which Chrome replaces if a `Response` reads the stream
 * (https://github.com/whatwg/fetch/issues/676).
 */
async function readWhole(stream: ReadableStream<BlobPart>): Promise<Uint8Array> {
  const pieces: BlobPart[] = []
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(await new Blob(pieces).arrayBuffer())
    pieces.push(value)
  }
}

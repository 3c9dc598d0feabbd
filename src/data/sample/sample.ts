import { RECORD_BYTES } from '../cifar10.ts'
import { DataError } from '../error.ts'
import { allocateRecords, unpackRecords, type Splits } from '../split.ts'
import { decodeRecords } from './coding.ts'

/** Shipped beside the page. Not named `.gz`: servers add a Content-Encoding to that. */
export const SAMPLE_FILE = 'cifar-10-sample.bin.z'

/** Balanced over the ten classes. */
export const SAMPLE_TRAIN_RECORDS = 5_000
export const SAMPLE_TEST_RECORDS = 1_000

const ADVICE = 'Reload the page; if it stays, the copy of lab94 on this server is incomplete.'

/** The shipped sample out of its compressed file. Throws DataError where it is not that file. */
export async function readSampleFile(compressed: ReadableStream<BufferSource>): Promise<Splits> {
  let bytes: Uint8Array
  try {
    const stream = compressed.pipeThrough(new DecompressionStream('gzip'))
    bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  } catch (cause) {
    throw new DataError(`${SAMPLE_FILE} is damaged or cut off.`, ADVICE, { cause })
  }
  if (bytes.length !== (SAMPLE_TRAIN_RECORDS + SAMPLE_TEST_RECORDS) * RECORD_BYTES) {
    throw new DataError(`${SAMPLE_FILE} does not hold the sample's records.`, ADVICE)
  }
  decodeRecords(bytes)
  const train = allocateRecords(SAMPLE_TRAIN_RECORDS)
  const test = allocateRecords(SAMPLE_TEST_RECORDS)
  const border = SAMPLE_TRAIN_RECORDS * RECORD_BYTES
  unpackRecords(bytes.subarray(0, border), train)
  unpackRecords(bytes.subarray(border), test)
  return { train, test }
}

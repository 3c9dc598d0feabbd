import {
  ARCHIVE_NAME,
  ARCHIVE_URL,
  DATASET_BYTES,
  FILE_BYTES,
  isDataFileName,
  type DataFileName,
} from '../cifar10.ts'
import { DataError } from '../error.ts'
import { checkBatch, checkSize } from './batch.ts'
import { ByteReader } from './byte-reader.ts'
import { gunzip, GzipError } from './gunzip.ts'
import { observe, type ObservedStream } from './observed-stream.ts'
import { recognise, RECOGNISED_BYTES } from './recognise.ts'
import { readTar, TAR_BLOCK_BYTES, TarError } from './tar.ts'

export interface DataFile {
  readonly name: DataFileName
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** An archive that failed its own checks: files read from it before may be damaged too. */
export class CorruptArchiveError extends DataError {
  override readonly name = 'CorruptArchiveError'
}

/** The result of reading a file to its end: null, or an error that didn't stop the rest. */
type Outcome = DataError | null

/** A batch's name in that of a copy, such as `data_batch_2 (1).bin`, `test_batch copy.bin` or `data_batch_1.bin.2`. */
const COPY_OF = /^(?!\._).*?(data_batch_[1-5]|test_batch)(?!\d).*\.bin.*$/

export const WHAT_TO_CHOOSE = `Choose ${ARCHIVE_NAME} (from ${ARCHIVE_URL}) or its six .bin files.`
/** No copy of the data set unpacks to more; a bomb ends here. */
const MOST_UNPACKED_BYTES = 2 * DATASET_BYTES

const GET_AGAIN = 'Download it again, or choose another copy.'

/**
 * The batches in one file: `cifar-10-binary.tar.gz` (also unzipped, as some browsers leave it) or a loose `.bin` (also
 * gzipped). The first bytes decide which, never the name's ending. Read as a stream, one batch of 31 MB at a time. A
 * bad batch in an archive doesn't stop the others: the first error is thrown after the last good batch, as a DataError
 * with the file's name. `onBytes` gets the size of every chunk.
 */
export async function* readDataFiles(
  name: string,
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes?: (count: number) => void,
): AsyncGenerator<DataFile, void> {
  const source = observe(name, stream, onBytes)
  const reader = new ByteReader(source.stream)
  try {
    const zipped = recognise(await reader.peek(RECOGNISED_BYTES)) === 'gzip'
    const fault = zipped
      ? yield* readGzip(name, reader, source)
      : yield* readContent(name, name, reader)
    if (fault) throw fault
  } catch (cause) {
    if (!(cause instanceof TarError)) throw cause
    throw new DataError(`${name} is ${cause.isTruncated ? 'truncated' : 'damaged'}.`, GET_AGAIN, {
      cause,
    })
  } finally {
    await reader.close()
  }
}

async function* readGzip(
  name: string,
  zipped: ByteReader,
  source: ObservedStream,
): AsyncGenerator<DataFile, Outcome> {
  const reader = new ByteReader(gunzip(zipped.rest(), MOST_UNPACKED_BYTES))
  try {
    const fault = yield* readContent(name, name.replace(/\.gz$/i, ''), reader)
    // Read to the end, since the checksum comes last.
    await reader.skip(Number.POSITIVE_INFINITY)
    return fault
  } catch (cause) {
    const known = source.failure()
    if (known) throw known
    if (cause instanceof DataError) throw cause
    if (!(cause instanceof TarError) && !(cause instanceof GzipError)) throw cause
    if (cause instanceof GzipError && cause.fault === 'too large') {
      const message = `${name} unpacks to more than twice the size of CIFAR-10.`
      throw new CorruptArchiveError(message, WHAT_TO_CHOOSE, { cause })
    }
    // Damage can hide the end of the data, which then looks truncated although the file's end is there.
    const ending = source.ending()
    const isTruncated =
      cause instanceof TarError
        ? cause.isTruncated
        : cause.fault === 'truncated' && !(ending !== null && isGzipEnding(ending))
    if (isTruncated) throw new DataError(`${name} is truncated.`, GET_AGAIN, { cause })
    throw new CorruptArchiveError(`${name} is damaged: it fails its own checks.`, GET_AGAIN, {
      cause,
    })
  } finally {
    await reader.close()
  }
}

/** Whether these may be a gzip file's last bytes: the length of what it holds, a tar of whole blocks or one batch. */
function isGzipEnding(ending: Uint8Array): boolean {
  if (ending.length < 4) return false
  const length = new DataView(ending.buffer, ending.byteOffset).getUint32(0, true)
  return length === FILE_BYTES || (length % TAR_BLOCK_BYTES === 0 && length < 2 * DATASET_BYTES)
}

async function* readContent(
  name: string,
  innerName: string,
  reader: ByteReader,
): AsyncGenerator<DataFile, Outcome> {
  const format = recognise(await reader.peek(RECOGNISED_BYTES))
  switch (format) {
    case 'tar':
      return yield* readArchive(name, reader)
    case 'empty':
      throw new DataError(`${name} is empty.`, WHAT_TO_CHOOSE)
    case 'html':
      throw new DataError(`${name} is a web page, not data.`, WHAT_TO_CHOOSE)
    case 'gzip':
    case 'other':
      return yield* readLoose(name, innerName, reader)
  }
}

async function* readArchive(name: string, reader: ByteReader): AsyncGenerator<DataFile, Outcome> {
  let fault: Outcome = null
  let found = 0
  for await (const entry of readTar(reader)) {
    const entryName = entry.path.slice(entry.path.lastIndexOf('/') + 1).toLowerCase()
    if (!isDataFileName(entryName)) continue
    found += 1
    try {
      checkSize(entryName, entry.size)
      const bytes = new Uint8Array(FILE_BYTES)
      // An end in the middle is the archive's fault, and reported as such when the next header is read.
      if ((await entry.read(bytes)) < FILE_BYTES) continue
      checkBatch(entryName, bytes)
      yield { name: entryName, bytes }
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      fault ??= error
    }
  }
  if (found > 0) return fault
  return new DataError(`${name} contains none of CIFAR-10's six .bin files.`, WHAT_TO_CHOOSE)
}

async function* readLoose(
  name: string,
  innerName: string,
  reader: ByteReader,
): AsyncGenerator<DataFile, Outcome> {
  const fileName = innerName.toLowerCase().replace(COPY_OF, '$1.bin')
  if (!isDataFileName(fileName)) {
    throw new DataError(`${name} is not one of CIFAR-10's files.`, WHAT_TO_CHOOSE)
  }
  const bytes = new Uint8Array(FILE_BYTES)
  const count = await reader.read(bytes)
  const beyond = await reader.skip(Number.POSITIVE_INFINITY)
  checkSize(name, count + beyond)
  checkBatch(name, bytes)
  yield { name: fileName, bytes }
  return null
}

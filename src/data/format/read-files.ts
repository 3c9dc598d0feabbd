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
import { observe, type ObservedStream } from './observed-stream.ts'
import { recognise, RECOGNISED_BYTES } from './recognise.ts'
import { readTar, TAR_BLOCK_BYTES, TarError } from './tar.ts'

export interface DataFile {
  readonly name: DataFileName
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** An archive that failed its own checks: files read from it before may be damaged too. */
export class CorruptArchiveError extends DataError {}

/** What came of reading a file to its end: nothing, or a fault that did not keep the rest from being read. */
type Outcome = DataError | null

/** What browsers put into the name of a file downloaded twice. */
const COPY_NUMBER = / ?\(\d+\)(?=\.bin$)/

const WHAT_TO_CHOOSE = `Choose ${ARCHIVE_NAME} (from ${ARCHIVE_URL}) or its six .bin files.`
const GET_AGAIN = 'Download it again, or choose another copy.'

/**
 * The batches in one file: `cifar-10-binary.tar.gz` (also unzipped, as some browsers leave it) or a loose `.bin`
 * (also gzipped). The first bytes decide which, never the name's ending. Read as a stream, one batch of 31 MB at a
 * time. A bad batch inside an archive does not keep the others from coming: the first fault is thrown after the last
 * good one, as a DataError that names the file. `onBytes` hears of every chunk taken from `stream`.
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
    throw new DataError(`${name} is ${cause.cutOff ? 'cut off' : 'damaged'}.`, GET_AGAIN, { cause })
  } finally {
    await reader.close()
  }
}

async function* readGzip(
  name: string,
  zipped: ByteReader,
  source: ObservedStream,
): AsyncGenerator<DataFile, Outcome> {
  const reader = new ByteReader(zipped.rest().pipeThrough(new DecompressionStream('gzip')))
  try {
    const fault = yield* readContent(name, name.replace(/\.gz$/i, ''), reader)
    // To the very end: the checksum over all of it comes last.
    await reader.skip(Number.POSITIVE_INFINITY)
    return fault
  } catch (cause) {
    const known = source.failure()
    if (known) throw known
    if (cause instanceof DataError) throw cause
    // Which check failed is told by every browser in words of its own, and what was unpacked last is lost with it.
    const ending = source.ending()
    const cutOff =
      cause instanceof TarError ? cause.cutOff : ending !== null && !isGzipEnding(ending)
    if (cutOff) throw new DataError(`${name} is cut off.`, GET_AGAIN, { cause })
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
    const entryName = entry.path.slice(entry.path.lastIndexOf('/') + 1)
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
  return new DataError(`${name} holds none of CIFAR-10's six .bin files.`, WHAT_TO_CHOOSE)
}

async function* readLoose(
  name: string,
  innerName: string,
  reader: ByteReader,
): AsyncGenerator<DataFile, Outcome> {
  const fileName = innerName.replace(COPY_NUMBER, '')
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

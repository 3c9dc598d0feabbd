import { ARCHIVE_NAME, ARCHIVE_URL } from '../cifar10.ts'
import { sha256 } from '../checksum.ts'
import { DataError } from '../error.ts'
import type { DataFile } from '../format/read-files.ts'
import type { Offer, OfferedFile, Source } from '../source/source.ts'
import type { DataStore } from '../store/store.ts'
import { downloadFile } from './download-file.ts'
import { Meter } from './meter.ts'
import { isHere, sumOf } from './progress.ts'
import { STILL, type StatusBoard } from './status-board.ts'
import { storedFile } from './stored-file.ts'

export interface Fetch {
  /** In the order they are tried. */
  readonly sources: readonly Source[]
  readonly store: DataStore
  readonly board: StatusBoard
  readonly signal: AbortSignal
  /** Has the board show what the store holds. */
  readonly refresh: () => Promise<void>
  /** See `Transfer`. */
  readonly retryDelays?: readonly number[] | undefined
}

/**
 * Fetches the files that are not here, one after the other, and puts on the board how far that is. Throws DataError at
 * the first that cannot be had, the signal's reason when aborted.
 */
export async function fetchMissing(task: Fetch): Promise<void> {
  const { store, board, signal, refresh, retryDelays } = task
  board.update({ phase: 'downloading' })
  const { files } = await openSource(task)
  const bytesTotal = sumOf(files)
  const meter = new Meter()
  let interrupted = false
  for (const file of files) {
    if (isHere(file, board.status.files)) continue
    const before = sumOf(files.filter((other) => isHere(other, board.status.files)))
    const bytes = await downloadFile(file, store, {
      signal,
      retryDelays,
      onProgress: (received) => {
        const bytesDone = before + received
        board.update({
          bytesDone,
          note: interrupted ? 'The connection broke off, and the download went on.' : null,
          ...meter.measure(bytesDone, bytesTotal, performance.now()),
        })
      },
      onInterrupted: (message) => {
        interrupted = true
        board.update({ note: message, ...STILL })
      },
    })
    const content = await unpacked(file, bytes, task)
    for (const entry of content) {
      const checksum = entry.name === file.name ? file.sha256 : await sha256(entry.bytes)
      await store.write(storedFile(entry.name, entry.bytes, checksum), entry.bytes)
    }
    await store.removePieces(file.name)
    await refresh()
  }
}

/**
 * All that a file holds, before any of it is stored: batches of a source with an order of its own must not mix with
 * another's, or images would be missing and others be there twice.
 */
async function unpacked(
  file: OfferedFile,
  bytes: Uint8Array<ArrayBuffer>,
  { store, board, signal }: Fetch,
): Promise<DataFile[]> {
  const content: DataFile[] = []
  const onRecords = (done: number, total: number) => {
    const count = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`
    board.update({ note: `Unpacking the images: ${count}.`, ...STILL })
    signal.throwIfAborted()
  }
  try {
    for await (const entry of file.unpack(bytes, onRecords)) content.push(entry)
  } catch (error) {
    if (error instanceof DataError) await store.removePieces(file.name)
    throw error
  }
  return content
}

/** The first source that has the files; where none has, the first one's reason is thrown. */
async function openSource({ sources, board, signal }: Fetch): Promise<Offer> {
  let reason: DataError | null = null
  for (const source of sources) {
    const meter = new Meter()
    try {
      const offer = await source.open(signal, ({ name, bytes, bytesDone }) =>
        board.update({
          source: { kind: source.kind, name },
          bytesDone,
          bytesTotal: bytes,
          ...meter.measure(bytesDone, bytes, performance.now()),
        }),
      )
      board.update({
        source: { kind: source.kind, name: offer.name },
        bytesTotal: sumOf(offer.files),
      })
      return offer
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      reason ??= error
    }
  }
  throw (
    reason ??
    new DataError(
      'There is nowhere to fetch the data set from.',
      `Download ${ARCHIVE_NAME} from ${ARCHIVE_URL} and drop it on this page.`,
    )
  )
}

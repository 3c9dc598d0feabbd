import { ARCHIVE_NAME, ARCHIVE_URL, DATASET_BYTES } from '../cifar10.ts'
import { DataError } from '../error.ts'
import type { Offer, Source } from '../source/source.ts'
import type { DataStore } from '../store/store.ts'
import { downloadFile } from './download-file.ts'
import { Meter } from './meter.ts'
import { sizeOf, STILL, type StatusBoard } from './status-board.ts'
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
  const offer = await openSource(task)
  const meter = new Meter()
  let interrupted = false
  for (const file of offer.files) {
    if (board.status.files.some(({ name }) => name === file.name)) continue
    const before = sizeOf(board.status.files)
    const bytes = await downloadFile(file, store, {
      signal,
      retryDelays,
      onProgress: (received) => {
        const bytesDone = before + received
        board.update({
          bytesDone,
          note: interrupted ? 'The connection broke off, and the download went on.' : null,
          ...meter.measure(bytesDone, DATASET_BYTES, performance.now()),
        })
      },
      onInterrupted: (message) => {
        interrupted = true
        board.update({ note: message, ...STILL })
      },
    })
    await store.write(storedFile(file.name, bytes, file.sha256), bytes)
    await refresh()
  }
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
        bytesTotal: DATASET_BYTES,
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

import { DATA_FILE_NAMES, type DataFileName, splitOf } from '../cifar10.ts'
import { sha256 } from '../checksum.ts'
import { DataError } from '../error.ts'
import type { DataFile } from '../format/read-files.ts'
import type { Offer, OfferedFile, Source } from '../source/source.ts'
import type { StoredFile } from '../status.ts'
import type { DataStore } from '../store/store.ts'
import { downloadFile } from './download-file.ts'
import { Meter } from './meter.ts'
import type { PaceWatch } from './pace-watch.ts'
import { sumOf } from './progress.ts'
import { NO_TRANSFER, type StatusBoard } from './status-board.ts'
import { storedFile } from './stored-file.ts'

export interface FetchTask {
  readonly store: DataStore
  readonly board: StatusBoard
  readonly signal: AbortSignal
  /** Updates the board from the store. */
  readonly refresh: () => Promise<void>
  /** See `Transfer`. */
  readonly retryDelays?: readonly number[] | undefined
  readonly patience?: number | undefined
}

/** A download from one source. */
interface Attempt extends FetchTask {
  readonly watch: PaceWatch
  readonly hasAlternative: boolean
  /** Why this source is used; null for the first one. */
  readonly why: string | null
}

/**
 * Fetches from one source what is missing, reporting progress on the board and to the watch. Throws DataError, the
 * signal's reason when aborted.
 */
export async function fetchFrom(source: Source, task: Attempt): Promise<void> {
  const { store, board, signal, refresh, retryDelays, patience, hasAlternative, watch, why } = task
  const { files } = await openSource(source, task)
  const bytesTotal = sumOf(files)
  const meter = new Meter()
  let interruption: string | null = null
  for (const file of files) {
    const isHere = (offered: OfferedFile) => isWhole(offered, board.status.files)
    if (isHere(file)) continue
    const before = sumOf(files.filter(isHere))
    const bytes = await downloadFile(file, store, {
      signal,
      retryDelays,
      patience,
      hasAlternative,
      onProgress: (received) => {
        const bytesDone = before + received
        const pace = meter.measure(bytesDone, bytesTotal, performance.now())
        const note =
          interruption === null ? why : `The download was interrupted and resumed: ${interruption}.`
        board.update({ bytesDone, note, ...pace })
        watch.observe(pace)
      },
      onInterrupted: (message, reason) => {
        interruption = reason
        board.update({ note: message, ...NO_TRANSFER })
      },
    })
    const content = await unpacked(file, bytes, task)
    await removeOtherCopies(file, files, store)
    for (const entry of content) {
      const checksum = entry.name === file.name ? file.sha256 : await sha256(entry.bytes)
      await store.write(storedFile(entry.name, entry.bytes, checksum), entry.bytes)
    }
    await store.removePieces(file.name)
    await refresh()
  }
}

/** Whether a file's content is stored: its whole split, or these exact bytes. */
function isWhole({ holds, sha256: offered }: OfferedFile, stored: readonly StoredFile[]): boolean {
  const sameSplit = DATA_FILE_NAMES.filter((name) => isOfSplit(name, holds))
  return (
    sameSplit.every((name) => stored.some((file) => file.name === name)) ||
    holds.every((name) => stored.some((file) => file.name === name && file.sha256 === offered))
  )
}

/**
 * Removes the batches of a file's split that are not the offer's own, before it is stored: they may hold the same images
 * in another order.
 */
async function removeOtherCopies(
  { holds }: OfferedFile,
  offered: readonly OfferedFile[],
  store: DataStore,
): Promise<void> {
  const checksums = new Set(offered.map((file) => file.sha256))
  for (const { name, sha256: checksum } of await store.list()) {
    if (isOfSplit(name, holds) && !checksums.has(checksum)) await store.remove(name)
  }
}

const isOfSplit = (name: DataFileName, others: readonly DataFileName[]): boolean =>
  others.some((other) => splitOf(other) === splitOf(name))

/**
 * All batches of a file before any is stored: batches of sources with different orders must not mix, or some images
 * would be missing and others duplicated.
 */
async function unpacked(
  file: OfferedFile,
  bytes: Uint8Array<ArrayBuffer>,
  { store, board, signal }: FetchTask,
): Promise<DataFile[]> {
  const content: DataFile[] = []
  const onRecords = (done: number, total: number) => {
    const count = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`
    board.update({ note: `Unpacking the images: ${count}.`, ...NO_TRANSFER })
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

/** The offer of a source; the board shows its progress if it takes a while. */
async function openSource(source: Source, { board, signal, watch }: Attempt): Promise<Offer> {
  const meter = new Meter()
  const offer = await source.open(signal, ({ name, bytes, bytesDone }) => {
    const pace = meter.measure(bytesDone, bytes, performance.now())
    board.update({
      source: { kind: source.kind, name },
      bytesDone,
      bytesTotal: bytes,
      ...pace,
    })
    watch.observe(pace)
  })
  board.update({
    source: { kind: source.kind, name: offer.name },
    bytesTotal: sumOf(offer.files),
  })
  return offer
}

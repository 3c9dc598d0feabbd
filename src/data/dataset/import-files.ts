import type { DataFileName } from '../cifar10.ts'
import { sha256 } from '../checksum.ts'
import { DataError, inWords } from '../error.ts'
import { CorruptArchiveError, readDataFiles, WHAT_TO_CHOOSE } from '../format/read-files.ts'
import type { DataStore } from '../store/store.ts'
import { ImportedCopy } from './imported-copy.ts'
import { Meter } from './meter.ts'
import type { StatusBoard } from './status-board.ts'
import { storedFile } from './stored-file.ts'
import { isolated } from '../../errors/isolated.ts'

export interface Import {
  readonly store: DataStore
  readonly board: StatusBoard
  readonly signal: AbortSignal
  /** Updates the board from the store. */
  readonly refresh: () => Promise<void>
}

/**
 * Imports batches from the user's files, one after the other. The first error is shown on the board, and the other
 * files are still read. Throws a DataError if there are no files, which is how a folder without any arrives; the
 * signal's reason when aborted.
 */
export async function importFiles(files: readonly File[], task: Import): Promise<void> {
  const { board } = task
  const meter = new Meter()
  const bytesTotal = files.reduce((sum, file) => sum + file.size, 0)
  let bytesDone = 0
  if (files.length === 0) throw new DataError(NONE, WHAT_TO_CHOOSE)
  const count = (bytes: number) => {
    // Reading stops early if a file has no usable content.
    task.signal.throwIfAborted()
    bytesDone += bytes
    board.update({ bytesDone, ...meter.measure(bytesDone, bytesTotal, performance.now()) })
  }
  const copy = new ImportedCopy(task.store)
  for (const file of files) {
    board.update({ source: { kind: 'file', name: isolated(file.name) }, bytesDone, bytesTotal })
    await noting(board, () => importFile(file, copy, task, count))
  }
  await noting(board, () => copy.settle())
  await task.refresh()
}

const NONE = "The folder contains none of CIFAR-10's files, or cannot be read."

/** Shows a DataError on the board, unless there is one already. */
async function noting(board: StatusBoard, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    if (!board.status.error) board.update({ error: inWords(error) })
  }
}

/**
 * Adds the batches of a file to the copy as they are read, so that good ones stay despite later errors. Throws
 * DataError, the signal's reason when aborted.
 */
async function importFile(
  file: File,
  copy: ImportedCopy,
  { signal, refresh }: Import,
  onBytes: (count: number) => void,
): Promise<void> {
  const brought: DataFileName[] = []
  try {
    for await (const { name, bytes } of readDataFiles(
      isolated(file.name),
      file.stream(),
      onBytes,
    )) {
      signal.throwIfAborted()
      if (!copy.has(name)) brought.push(name)
      await copy.add(storedFile(name, bytes, await sha256(bytes)), bytes)
      await refresh()
    }
  } catch (error) {
    if (error instanceof CorruptArchiveError) await copy.giveUp(brought)
    await refresh()
    throw error
  }
}

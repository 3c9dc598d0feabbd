import type { DataFileName } from '../cifar10.ts'
import { sha256 } from '../checksum.ts'
import { DataError, inWords } from '../error.ts'
import { CorruptArchiveError, readDataFiles } from '../format/read-files.ts'
import type { StoredFile } from '../status.ts'
import type { DataStore } from '../store/store.ts'
import { Meter } from './meter.ts'
import type { StatusBoard } from './status-board.ts'
import { storedFile } from './stored-file.ts'

export interface Import {
  readonly store: DataStore
  readonly board: StatusBoard
  readonly signal: AbortSignal
  /** Has the board show what the store holds. */
  readonly refresh: () => Promise<void>
}

/**
 * Takes the batches out of the user's files, one after the other. What is wrong with a file is put on the board, the
 * first fault of all, and does not keep the others from being read. Throws the signal's reason when aborted.
 */
export async function importFiles(files: readonly File[], task: Import): Promise<void> {
  const { board } = task
  const meter = new Meter()
  const bytesTotal = files.reduce((sum, file) => sum + file.size, 0)
  let bytesDone = 0
  const count = (bytes: number) => {
    bytesDone += bytes
    board.update({ bytesDone, ...meter.measure(bytesDone, bytesTotal, performance.now()) })
  }
  for (const file of files) {
    board.update({ source: { kind: 'file', name: file.name }, bytesDone, bytesTotal })
    try {
      await importFile(file, task, count)
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      if (!board.status.error) board.update({ error: inWords(error) })
    }
  }
}

/**
 * Puts the batches of one of the user's files into the store, each as soon as it is read, so that the good ones stay
 * whatever comes after. Of an archive that fails its own checks, only what is proven by an official checksum stays, and
 * it replaces nothing. Throws DataError, the signal's reason when aborted.
 */
async function importFile(
  file: File,
  { store, signal, refresh }: Import,
  onBytes: (count: number) => void,
): Promise<void> {
  const before = new Map((await store.list()).map((stored) => [stored.name, stored.sha256]))
  const doubtful: DataFileName[] = []
  const replacements: { stored: StoredFile; bytes: Uint8Array<ArrayBuffer> }[] = []
  try {
    for await (const { name, bytes } of readDataFiles(file.name, file.stream(), onBytes)) {
      signal.throwIfAborted()
      const stored = storedFile(name, bytes, await sha256(bytes))
      if (stored.sha256 === before.get(name)) continue
      if (!stored.official && before.has(name)) {
        replacements.push({ stored, bytes })
        continue
      }
      if (!stored.official) doubtful.push(name)
      await store.write(stored, bytes)
      await refresh()
    }
  } catch (error) {
    if (!(error instanceof CorruptArchiveError)) throw error
    for (const name of doubtful) await store.remove(name)
    await refresh()
    throw error
  }
  for (const { stored, bytes } of replacements) await store.write(stored, bytes)
  await refresh()
}

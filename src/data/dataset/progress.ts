import { DATASET_BYTES } from '../cifar10.ts'
import type { RemoteFile, Source } from '../source/source.ts'
import type { StoredFile } from '../status.ts'
import type { DataStore } from '../store/store.ts'
import { sizeOf } from './status-board.ts'

export interface StoredProgress {
  readonly bytesDone: number
  readonly bytesTotal: number
  /** Whether a file is partly stored. */
  readonly begun: boolean
}

/** Whether everything in a remote file is stored. */
const isHere = ({ holds }: RemoteFile, files: readonly StoredFile[]): boolean =>
  holds.every((name) => files.some((file) => file.name === name))

/** Progress of the data set in transferred bytes: of the source with partial files, else of the six files. */
export async function measureProgress(
  sources: readonly Source[],
  files: readonly StoredFile[],
  store: Pick<DataStore, 'partial'>,
): Promise<StoredProgress> {
  for (const source of sources) {
    let pieces = 0
    for (const { name } of source.files) pieces += (await store.partial(name))?.received ?? 0
    if (pieces === 0) continue
    const whole = source.files.filter((file) => isHere(file, files))
    return { bytesDone: sumOf(whole) + pieces, bytesTotal: sumOf(source.files), begun: true }
  }
  return { bytesDone: sizeOf(files), bytesTotal: DATASET_BYTES, begun: false }
}

export const sumOf = (files: readonly RemoteFile[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0)

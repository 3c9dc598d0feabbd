import type { DatasetName } from '../datasets.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ARCHIVE_NAME, ARCHIVE_URL } from '../cifar10.ts'
import { readSplits } from '../dataset/read-splits.ts'
import { DataError } from '../error.ts'
import { checkBatch } from '../format/batch.ts'
import type { Splits } from '../split.ts'
import { locateDataset, type Location } from './locate.ts'
import { readSample } from './sample.ts'
import { unpackArchive } from './unpack.ts'

export interface NodeDataset extends Splits {
  /** Where it was read from, for display. */
  readonly from: string
}

/**
 * The full data set from LAB94_DATA or `data/`, or the shipped sample. Throws DataError, also if the full set isn't
 * there: nothing is downloaded.
 */
export async function readDataset(
  name: DatasetName,
  root: string = process.cwd(),
): Promise<NodeDataset> {
  if (name === 'sample') return { ...(await readSample()), from: 'the shipped sample' }
  const location = await locateDataset(root)
  if (!location) {
    throw new DataError(
      'The full data set is not on this computer.',
      `Download ${ARCHIVE_URL} into data/, or set LAB94_DATA to the path of ${ARCHIVE_NAME}.`,
    )
  }
  const folder = await folderOf(location, root)
  const splits = await readSplits(async (file) => {
    const bytes = await readFile(join(folder, file))
    checkBatch(file, bytes)
    return bytes
  })
  return { ...splits, from: describeLocation(location) }
}

/** The folder with the six files, an archive unpacked first. Throws DataError. */
export async function folderOf(
  { kind, path }: Location,
  root: string,
  onProgress?: (bytesDone: number, bytesTotal: number) => void,
): Promise<string> {
  return kind === 'folder' ? path : unpackArchive(path, root, onProgress)
}

/** "LAB94_DATA: /somewhere/cifar-10-binary.tar.gz" */
export const describeLocation = ({ by, path }: Location) => `${by}: ${path}`

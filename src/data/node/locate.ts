import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ARCHIVE_FOLDER, ARCHIVE_NAME, DATA_FILE_NAMES } from '../cifar10.ts'
import { DataError } from '../error.ts'

/** A location of the full data set on this computer. */
export interface Location {
  readonly kind: 'archive' | 'folder'
  readonly path: string
  /** Where the path came from. */
  readonly by: 'LAB94_DATA' | 'data/'
}

/**
 * The location of the full data set: the environment variable LAB94_DATA (the archive, or a folder with it or its
 * files), or else the project's folder `data/`. Null if neither has it; throws DataError if LAB94_DATA is invalid,
 * rather than use other data.
 */
export async function locateDataset(root: string): Promise<Location | null> {
  const named = process.env.LAB94_DATA
  if (named === undefined || named === '') return locateIn(join(root, 'data'), 'data/')
  const path = resolve(root, named)
  const location = await locateIn(path, 'LAB94_DATA')
  if (location) return location
  throw new DataError(
    `LAB94_DATA names ${path}, which does not contain CIFAR-10.`,
    `Set it to the path of ${ARCHIVE_NAME}, or of a folder that contains the archive or its six .bin files.`,
  )
}

async function locateIn(path: string, by: Location['by']): Promise<Location | null> {
  if (await isFile(path)) return { kind: 'archive', path, by }
  for (const folder of [path, join(path, ARCHIVE_FOLDER)]) {
    const found = await Promise.all(DATA_FILE_NAMES.map((name) => isFile(join(folder, name))))
    if (found.every(Boolean)) return { kind: 'folder', path: folder, by }
  }
  const archive = join(path, ARCHIVE_NAME)
  return (await isFile(archive)) ? { kind: 'archive', path: archive, by } : null
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && ABSENT.has(error.code)) return null
    throw error
  })
  return found?.isFile() ?? false
}

const ABSENT = new Set<unknown>(['ENOENT', 'ENOTDIR'])

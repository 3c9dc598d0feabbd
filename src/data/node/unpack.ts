import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DATA_FILES } from '../cifar10.ts'
import { DataError } from '../error.ts'
import { readDataFiles } from '../format/read-files.ts'
import { fileStream } from './file-stream.ts'

/**
 * The folder with an archive's six files: unpacked into `data/unpacked/` of the project, once, and again if the archive
 * changes. `onProgress` gets bytes read and total bytes. Throws DataError.
 */
export async function unpackArchive(
  archive: string,
  root: string,
  onProgress: (bytesDone: number, bytesTotal: number) => void = () => {},
): Promise<string> {
  const { size, mtimeMs } = await stat(archive)
  const identity = JSON.stringify({ archive, size, mtimeMs })
  const folder = join(root, 'data', 'unpacked')
  if ((await identityOf(folder)) === identity) return folder

  // First under a temporary name of this process, so that an interrupted unpack never looks complete.
  const fresh = `${folder}-${process.pid}`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  try {
    let bytesDone = 0
    let files = 0
    const name = basename(archive)
    const count = (bytes: number) => {
      bytesDone += bytes
      onProgress(bytesDone, size)
    }
    for await (const file of readDataFiles(name, fileStream(archive), count)) {
      await writeFile(join(fresh, file.name), file.bytes)
      files += 1
    }
    if (files < DATA_FILES.length) {
      throw new DataError(
        `${name} contains only ${files} of CIFAR-10's ${DATA_FILES.length} files.`,
        'Use a complete copy of the archive.',
      )
    }
    await writeFile(join(fresh, IDENTITY), identity)
    await rm(folder, { recursive: true, force: true })
    await rename(fresh, folder)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    throw error
  }
  return folder
}

/** Written last, so that its presence says that the folder is complete. */
const IDENTITY = 'unpacked-from.json'

async function identityOf(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, IDENTITY), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

import {
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
  type FileHandle,
} from 'node:fs/promises'
import { join } from 'node:path'
import { ARCHIVE_NAME, ARCHIVE_URL } from '../cifar10.ts'
import { DataError } from '../error.ts'
import { fetchResuming } from '../source/fetch-resuming.ts'
import type { Sink } from '../source/transfer.ts'

/**
 * Fetches the archive into `data/` of the project, resuming where an earlier attempt stopped. Returns its path. Throws
 * DataError.
 */
export async function fetchArchive(
  url: string,
  root: string,
  onProgress: (bytesDone: number, bytesTotal: number | null) => void,
  retryDelays?: readonly number[],
): Promise<string> {
  const folder = join(root, 'data')
  await mkdir(folder, { recursive: true })
  const path = join(folder, ARCHIVE_NAME)
  const sink = await PartSink.open(`${path}.part`)
  try {
    await fetchResuming(
      {
        name: ARCHIVE_NAME,
        url,
        bytes: null,
        signal: new AbortController().signal,
        onProgress,
        onInterrupted: () => {},
        retryDelays,
      },
      sink,
    )
  } catch (error) {
    throw error instanceof DataError ? withProxy(error, process.env) : error
  } finally {
    await sink.close()
  }
  await rename(`${path}.part`, path)
  await rm(`${path}.part.etag`, { force: true })
  return path
}

/** The error with advice for networks behind a proxy, which Node doesn't use by default. */
export function withProxy(
  error: DataError,
  environment: Readonly<Record<string, string | undefined>>,
): DataError {
  const name = ['HTTPS_PROXY', 'https_proxy'].find((key) => environment[key])
  if (name === undefined || environment['NODE_USE_ENV_PROXY']) return error
  return new DataError(
    `${error.message} The proxy that ${name} names was not used.`,
    `Start the server with NODE_USE_ENV_PROXY=1 (Node 22.21 or 24), or download ${ARCHIVE_URL} into data/.`,
    { cause: error },
  )
}

/** A file that grows, its version's ETag in another beside it. */
class PartSink implements Sink {
  readonly #file: FileHandle
  readonly #etagPath: string
  #etag: string | null
  #received: number

  private constructor(file: FileHandle, etagPath: string, etag: string | null, received: number) {
    this.#file = file
    this.#etagPath = etagPath
    this.#etag = etag
    this.#received = received
  }

  static async open(path: string): Promise<PartSink> {
    const file = await open(path, 'a')
    const { size } = await stat(path)
    const etagPath = `${path}.etag`
    const etag = await readFile(etagPath, 'utf8').catch(() => null)
    return new PartSink(file, etagPath, etag, size)
  }

  get received(): number {
    return this.#received
  }

  get etag(): string | null {
    return this.#etag
  }

  async restart(etag: string | null): Promise<void> {
    await this.#file.truncate(0)
    this.#received = 0
    this.#etag = etag
    if (etag === null) await rm(this.#etagPath, { force: true })
    else await writeFile(this.#etagPath, etag)
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#file.appendFile(chunk)
    this.#received += chunk.length
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

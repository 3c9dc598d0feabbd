import { createHash } from 'node:crypto'
import { readFile, realpath, rm, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, join, relative } from 'node:path'
import {
  ARCHIVE_URL,
  DATA_FILE_NAMES,
  DATASET_BYTES,
  FILE_BYTES,
  isDataFileName,
  type DataFileName,
} from '../cifar10.ts'
import { inWords } from '../error.ts'
import { checkBatch } from '../format/batch.ts'
import { CorruptArchiveError } from '../format/read-files.ts'
import type { Manifest } from '../source/manifest.ts'
import { fetchArchive } from './fetch-archive.ts'
import { locateDataset, type Location } from './locate.ts'
import { describeLocation, folderOf } from './read-dataset.ts'
import { serveFile } from './serve-file.ts'

export interface DatasetServerOptions {
  /** The project's folder, which has `data/` in it. */
  readonly root: string
  readonly print: (line: string) => void
  /** URL of the archive, if this computer has none. */
  readonly archiveUrl?: string
  readonly retryDelays?: readonly number[]
}

/** A file at the time of its check. */
interface CheckedFile {
  readonly path: string
  readonly sha256: string
  readonly state: string
}

/**
 * Serves the full data set below `/cifar-10/`: `manifest.json` (see `ManifestSchema`) and the six files beside it, out
 * of LAB94_DATA or `data/`; if neither has it, a POST to the manifest makes the server download the archive, once.
 */
export class DatasetServer {
  readonly #root: string
  readonly #print: (line: string) => void
  readonly #archiveUrl: string
  readonly #retryDelays: readonly number[] | undefined
  #manifest: Manifest
  #files: ReadonlyMap<DataFileName, CheckedFile> = new Map()
  #busy = false

  constructor({ root, print, archiveUrl = ARCHIVE_URL, retryDelays }: DatasetServerOptions) {
    this.#root = root
    this.#print = print
    this.#archiveUrl = archiveUrl
    this.#retryDelays = retryDelays
    this.#manifest = preparing('this server', 0, DATASET_BYTES)
  }

  /** Finds the data on this computer and prepares it. Never rejects: the manifest reports failures. */
  async open(): Promise<void> {
    await this.#exclusively(async () => {
      const location = await locateDataset(this.#root)
      if (location) return this.#prepare(location)
      this.#print(
        `CIFAR-10 is not on this computer. When the page needs it, the server downloads ${this.#archiveUrl}`,
      )
      this.#manifest = {
        state: 'absent',
        source: this.#remoteName,
        bytesTotal: OFFICIAL_ARCHIVE_BYTES,
      }
    })
  }

  /** Answers a request for `path`, the part of its address after `/cifar-10/`. */
  handle(path: string, request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET' } = request
    const isManifest = path === 'manifest.json'
    // Browsers send this header: pages of other sites must not trigger a download.
    if (request.headers['sec-fetch-site'] === 'cross-site') {
      return sendJson(request, response, 403, { message: 'Only pages of lab94 may request this.' })
    }
    if (method === 'POST' && isManifest) {
      void this.#obtain()
      return sendJson(request, response, 202, this.#manifest)
    }
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', isManifest ? 'GET, HEAD, POST' : 'GET, HEAD')
      return sendJson(request, response, 405, { message: `${method} is not supported here.` })
    }
    if (isManifest) return sendJson(request, response, STATUS[this.#manifest.state], this.#manifest)
    void this.#serve(path, request, response)
  }

  /** Sends one of the six files if it hasn't changed since its check, also through a symbolic link. Never rejects. */
  async #serve(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = isDataFileName(name) ? this.#files.get(name) : undefined
    if (file === undefined) {
      return sendJson(request, response, 404, { message: `${name} was not found.` })
    }
    if ((await stateOf(file.path)) !== file.state) {
      const message = `${name} has changed since the server checked it.`
      const advice = 'Download again: the server then checks its files once more.'
      this.#files = new Map()
      this.#manifest = { state: 'failed', source: this.#manifest.source, message, advice }
      return sendJson(request, response, 404, { message })
    }
    serveFile(request, response, { path: file.path, bytes: FILE_BYTES, etag: `"${file.sha256}"` })
  }

  /** Downloads the archive if this computer has none; after a failure, looks for it again. */
  async #obtain(): Promise<void> {
    if (this.#manifest.state !== 'absent' && this.#manifest.state !== 'failed') return
    this.#manifest = preparing(this.#remoteName, 0, OFFICIAL_ARCHIVE_BYTES)
    await this.#exclusively(async () => {
      const location = await locateDataset(this.#root)
      if (location) return this.#prepare(location)
      this.#print(`Fetching ${this.#archiveUrl} into data/`)
      const path = await fetchArchive(
        this.#archiveUrl,
        this.#root,
        (done, total) => {
          this.#manifest = preparing(this.#remoteName, done, total ?? OFFICIAL_ARCHIVE_BYTES)
        },
        this.#retryDelays,
      )
      try {
        await this.#prepare({ kind: 'archive', path, by: 'data/' })
      } catch (error) {
        // A damaged download is repeated next time; an archive of the user is never touched.
        if (error instanceof CorruptArchiveError) await rm(path)
        throw error
      }
    })
  }

  async #prepare(location: Location): Promise<void> {
    const { by, path } = location
    const source = by === 'LAB94_DATA' ? `${by}: ${basename(path)}` : relative(this.#root, path)
    this.#print(`CIFAR-10 from ${describeLocation(location)}`)
    this.#manifest = preparing(source, 0, DATASET_BYTES)
    const folder = await folderOf(location, this.#root, (done, total) => {
      this.#manifest = preparing(source, done, total)
    })
    const files = new Map<DataFileName, CheckedFile>()
    for (const name of DATA_FILE_NAMES) {
      const path = join(folder, name)
      const state = await stateOf(path)
      const bytes = await readFile(path)
      checkBatch(name, bytes)
      files.set(name, { path, state, sha256: createHash('sha256').update(bytes).digest('hex') })
    }
    this.#files = files
    this.#manifest = {
      state: 'ready',
      source,
      files: [...files].map(([name, { sha256 }]) => ({ name, bytes: FILE_BYTES, sha256 })),
    }
  }

  async #exclusively(work: () => Promise<void>): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      await work()
    } catch (error) {
      const words = inWords(error)
      this.#print(`CIFAR-10: ${words.message} ${words.advice}`)
      this.#manifest = { state: 'failed', source: this.#manifest.source, ...words }
    }
    this.#busy = false
  }

  get #remoteName(): string {
    return `${new URL(this.#archiveUrl).host}, through this server`
  }
}

/** The real path with a stamp that changes with the file; empty if there is none. */
async function stateOf(path: string): Promise<string> {
  try {
    const target = await realpath(path)
    const { size, mtimeMs, ino } = await stat(target)
    return [target, size, mtimeMs, ino].join(' ')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}

/** Default until the server reports another state. */
const OFFICIAL_ARCHIVE_BYTES = 170_052_171

const STATUS = { ready: 200, absent: 202, preparing: 202, failed: 503 } as const

const preparing = (source: string, bytesDone: number, bytesTotal: number): Manifest => ({
  state: 'preparing',
  source,
  bytesDone,
  bytesTotal,
})

function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  content: object,
): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
  })
  response.end(request.method === 'HEAD' ? undefined : JSON.stringify(content))
}

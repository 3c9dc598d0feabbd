import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
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
  /** Where the archive is fetched from when this computer has none. */
  readonly archiveUrl?: string
  readonly retryDelays?: readonly number[]
}

interface Ready {
  readonly folder: string
  readonly checksums: ReadonlyMap<DataFileName, string>
}

/**
 * Serves the full data set below `/cifar-10/`: `manifest.json` (see `ManifestSchema`) and the six files beside it, out of
 * LAB94_DATA or `data/`; where neither has it, a POST to the manifest makes the server fetch the archive, once.
 */
export class DatasetServer {
  readonly #root: string
  readonly #print: (line: string) => void
  readonly #archiveUrl: string
  readonly #retryDelays: readonly number[] | undefined
  #manifest: Manifest
  #ready: Ready | null = null
  #busy = false

  constructor({ root, print, archiveUrl = ARCHIVE_URL, retryDelays }: DatasetServerOptions) {
    this.#root = root
    this.#print = print
    this.#archiveUrl = archiveUrl
    this.#retryDelays = retryDelays
    this.#manifest = preparing('this server', 0, DATASET_BYTES)
  }

  /** Looks for the data on this computer and makes it ready. Never rejects: the manifest tells of failures. */
  async open(): Promise<void> {
    await this.#exclusively(async () => {
      const location = await locateDataset(this.#root)
      if (location) return this.#prepare(location)
      this.#print(`CIFAR-10 is not here; when the page needs it: ${this.#archiveUrl}`)
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
    if (method === 'POST' && isManifest) {
      void this.#obtain()
      return sendJson(request, response, 202, this.#manifest)
    }
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', isManifest ? 'GET, HEAD, POST' : 'GET, HEAD')
      return sendJson(request, response, 405, { message: `${method} is not possible here.` })
    }
    if (isManifest) return sendJson(request, response, STATUS[this.#manifest.state], this.#manifest)
    const checksum = isDataFileName(path) ? this.#ready?.checksums.get(path) : undefined
    if (!this.#ready || checksum === undefined) {
      return sendJson(request, response, 404, { message: `${path} is not here.` })
    }
    const file = { path: join(this.#ready.folder, path), bytes: FILE_BYTES, etag: `"${checksum}"` }
    serveFile(request, response, file)
  }

  /** Fetches the archive where this computer has none; looks again where something failed. */
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
        // What was fetched damaged is fetched anew next time; an archive that a user put there is never touched.
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
    const checksums = new Map<DataFileName, string>()
    for (const name of DATA_FILE_NAMES) {
      const bytes = await readFile(join(folder, name))
      checkBatch(name, bytes)
      checksums.set(name, createHash('sha256').update(bytes).digest('hex'))
    }
    this.#ready = { folder, checksums }
    this.#manifest = {
      state: 'ready',
      source,
      files: [...checksums].map(([name, sha256]) => ({ name, bytes: FILE_BYTES, sha256 })),
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

/** As long as the server has not said otherwise. */
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

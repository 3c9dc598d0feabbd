import * as v from 'valibot'
import {
  ARCHIVE_NAME,
  ARCHIVE_URL,
  DATA_FILE_NAMES,
  DATASET_BYTES,
  type DataFileName,
  FILE_BYTES,
} from '../cifar10.ts'
import { DataError } from '../error.ts'
import { checkBatch } from '../format/batch.ts'
import { MANIFEST_PATH, ManifestSchema, type Manifest } from './manifest.ts'
import type { Offer, SourceState, Preview, RemoteFile, Source } from './source.ts'
import { pause } from './pause.ts'

const POLL_MILLISECONDS = 500

/** Timeout of a silent server, or of its own download without progress, in milliseconds. */
const PATIENCE = 10_000

const BY_HAND = `Download ${ARCHIVE_NAME} from ${ARCHIVE_URL} and drop it on this page.`

/** The server of this page, which has the data set or downloads it. `base` is the page's base URL. */
export class ServerSource implements Source {
  readonly kind = 'server'
  readonly title = 'The server of this page'
  readonly files: readonly RemoteFile[] = DATA_FILE_NAMES.map((name) => ({
    name,
    bytes: FILE_BYTES,
    holds: [name],
  }))
  readonly #manifestUrl: URL
  readonly #patience: number

  constructor(base: URL, patience = PATIENCE) {
    this.#patience = patience
    this.#manifestUrl = new URL(MANIFEST_PATH, base)
  }

  async look(signal: AbortSignal): Promise<Preview | null> {
    try {
      const manifest = await this.#manifest('GET', signal)
      if (manifest.state === 'failed') return null
      const isReady = manifest.state === 'ready'
      return {
        name: manifest.source,
        bytes: isReady ? DATASET_BYTES : manifest.bytesTotal,
        sampleUrl: isReady ? this.#urlOf(manifest.files[0].name) : null,
      }
    } catch (error) {
      if (error instanceof DataError) return null
      throw error
    }
  }

  async open(signal: AbortSignal, report: (progress: SourceState) => void): Promise<Offer> {
    let manifest = await this.#manifest('GET', signal)
    if (manifest.state === 'absent' || manifest.state === 'failed') {
      manifest = await this.#manifest('POST', signal)
    }
    let furthest = -1
    let movedAt = performance.now()
    while (manifest.state !== 'ready') {
      if (manifest.state === 'failed') throw new DataError(manifest.message, manifest.advice)
      const bytesDone = manifest.state === 'preparing' ? manifest.bytesDone : 0
      report({ name: manifest.source, bytes: manifest.bytesTotal, bytesDone })
      if (bytesDone !== furthest || bytesDone === manifest.bytesTotal) {
        furthest = bytesDone
        movedAt = performance.now()
      } else if (performance.now() - movedAt > this.#patience) {
        throw new DataError(
          `${manifest.source} has sent nothing for ${this.#patience / 1000} s.`,
          BY_HAND,
        )
      }
      await pause(Math.min(POLL_MILLISECONDS, this.#patience), signal)
      manifest = await this.#manifest('GET', signal)
    }
    return {
      name: manifest.source,
      files: manifest.files.map((file) => ({
        ...file,
        holds: [file.name],
        url: this.#urlOf(file.name),
        pinned: false,
        async *unpack(bytes) {
          checkBatch(file.name, bytes)
          yield { name: file.name, bytes }
        },
      })),
    }
  }

  #urlOf(name: DataFileName): string {
    return new URL(name, this.#manifestUrl).href
  }

  /** Throws DataError if there is no manifest: static servers return 404, or a page for any path. */
  async #manifest(method: 'GET' | 'POST', signal: AbortSignal): Promise<Manifest> {
    const { response, body } = await this.#fetch(method, signal)
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    if (!isJson) {
      throw new DataError('it does not offer the full data set.', BY_HAND)
    }
    const manifest = v.safeParse(ManifestSchema, parsed(body))
    if (manifest.success) return manifest.output
    throw new DataError('manifest.json, its list of files, is damaged.', BY_HAND)
  }

  async #fetch(
    method: 'GET' | 'POST',
    signal: AbortSignal,
  ): Promise<{ response: Response; body: string }> {
    const connection = new AbortController()
    const abort = () => connection.abort(signal.reason)
    const timer = setTimeout(abort, this.#patience)
    signal.addEventListener('abort', abort, { once: true })
    try {
      signal.throwIfAborted()
      const init: RequestInit = { method, signal: connection.signal, cache: 'no-store' }
      const response = await fetch(this.#manifestUrl, init)
      // Inside the time limit: some servers send the headers and then nothing.
      return { response, body: await response.text() }
    } catch (cause) {
      signal.throwIfAborted()
      throw new DataError(
        'it does not answer.',
        `Start it again (npm start) and try again, or drop ${ARCHIVE_NAME} on this page.`,
        { cause },
      )
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

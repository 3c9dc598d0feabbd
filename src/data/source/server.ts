import * as v from 'valibot'
import {
  ARCHIVE_NAME,
  ARCHIVE_URL,
  DATA_FILE_NAMES,
  DATASET_BYTES,
  FILE_BYTES,
} from '../cifar10.ts'
import { DataError } from '../error.ts'
import { checkBatch } from '../format/batch.ts'
import { MANIFEST_PATH, ManifestSchema, type Manifest } from './manifest.ts'
import type { Offer, Preparation, Preview, RemoteFile, Source } from './source.ts'
import { pause } from './pause.ts'

const POLL_MILLISECONDS = 500

const BY_HAND = `Download ${ARCHIVE_NAME} from ${ARCHIVE_URL} and drop it on this page.`

/** The server this page came from, which has the data set or fetches it. `base` is the page's own base address. */
export class ServerSource implements Source {
  readonly kind = 'server'
  readonly files: readonly RemoteFile[] = DATA_FILE_NAMES.map((name) => ({
    name,
    bytes: FILE_BYTES,
    holds: [name],
  }))
  readonly #manifestUrl: URL

  constructor(base: URL) {
    this.#manifestUrl = new URL(MANIFEST_PATH, base)
  }

  async look(signal: AbortSignal): Promise<Preview | null> {
    try {
      const manifest = await this.#manifest('GET', signal)
      if (manifest.state === 'failed') return null
      const bytes = manifest.state === 'ready' ? DATASET_BYTES : manifest.bytesTotal
      return { name: manifest.source, bytes }
    } catch (error) {
      if (error instanceof DataError) return null
      throw error
    }
  }

  async open(signal: AbortSignal, report: (progress: Preparation) => void): Promise<Offer> {
    let manifest = await this.#manifest('GET', signal)
    if (manifest.state === 'absent' || manifest.state === 'failed') {
      manifest = await this.#manifest('POST', signal)
    }
    while (manifest.state !== 'ready') {
      if (manifest.state === 'failed') throw new DataError(manifest.message, manifest.advice)
      const bytesDone = manifest.state === 'preparing' ? manifest.bytesDone : 0
      report({ name: manifest.source, bytes: manifest.bytesTotal, bytesDone })
      await pause(POLL_MILLISECONDS, signal)
      manifest = await this.#manifest('GET', signal)
    }
    return {
      name: manifest.source,
      files: manifest.files.map((file) => ({
        ...file,
        holds: [file.name],
        url: new URL(file.name, this.#manifestUrl).href,
        pinned: false,
        async *unpack(bytes) {
          checkBatch(file.name, bytes)
          yield { name: file.name, bytes }
        },
      })),
    }
  }

  /** Throws DataError where there is no such thing: servers of plain files answer 404, or any path with a page. */
  async #manifest(method: 'GET' | 'POST', signal: AbortSignal): Promise<Manifest> {
    const response = await this.#fetch(method, signal)
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    if (!isJson) {
      throw new DataError('The server of this page does not offer the full data set.', BY_HAND)
    }
    const manifest = v.safeParse(ManifestSchema, await parsed(response))
    if (manifest.success) return manifest.output
    throw new DataError("manifest.json, the list of the server's files, is damaged.", BY_HAND)
  }

  async #fetch(method: 'GET' | 'POST', signal: AbortSignal): Promise<Response> {
    try {
      return await fetch(this.#manifestUrl, { method, signal, cache: 'no-store' })
    } catch (cause) {
      signal.throwIfAborted()
      throw new DataError(
        'The server of this page does not answer.',
        `Start it again (npm start) and try again, or drop ${ARCHIVE_NAME} on this page.`,
        { cause },
      )
    }
  }
}

async function parsed(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

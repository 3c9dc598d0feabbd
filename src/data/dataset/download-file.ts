import { DataError } from '../error.ts'
import { sha256 } from '../checksum.ts'
import { fetchResuming } from '../source/fetch-resuming.ts'
import type { Sink, Transfer } from '../source/transfer.ts'
import type { OfferedFile } from '../source/source.ts'
import type { DataStore } from '../store/store.ts'

/** Most bytes of a file that are lost with the tab. */
const PIECE_BYTES = 4 << 20

export type DownloadHooks = Pick<
  Transfer,
  'signal' | 'onProgress' | 'onInterrupted' | 'retryDelays' | 'patience' | 'hasAlternative'
>

/**
 * Fetches one file, resuming from the pieces in `store`, where pieces stay until its content is stored. Throws
 * DataError if it can't be fetched or doesn't match the offer, the signal's reason when aborted.
 */
export async function downloadFile(
  file: OfferedFile,
  store: DataStore,
  hooks: DownloadHooks,
): Promise<Uint8Array<ArrayBuffer>> {
  const { name, url, bytes } = file
  const version = file.pinned ? file.sha256 : undefined
  const sink = await PieceSink.open(file, version, store)
  try {
    await fetchResuming({ name, url, version, bytes, ...hooks }, sink)
  } catch (error) {
    await sink.flush()
    throw error
  }
  if ((await sha256(sink.bytes)) === file.sha256) return sink.bytes
  await store.removePieces(name)
  throw new DataError(
    `${name} arrived damaged: its checksum is wrong.`,
    'Download again. Intact files are kept, so only this one is fetched.',
  )
}

/** Collects a file in memory, and piece by piece in the store. */
class PieceSink implements Sink {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly #file: OfferedFile
  readonly #store: DataStore
  #etag: string | null
  #received: number
  #stored: number

  private constructor(
    file: OfferedFile,
    store: DataStore,
    bytes: Uint8Array<ArrayBuffer>,
    etag: string | null,
    received: number,
  ) {
    this.#file = file
    this.#store = store
    this.bytes = bytes
    this.#etag = etag
    this.#received = received
    this.#stored = received
  }

  static async open(
    file: OfferedFile,
    version: string | undefined,
    store: DataStore,
  ): Promise<PieceSink> {
    const bytes = new Uint8Array(file.bytes)
    const partial = await store.partial(file.name)
    const same = partial?.url === file.url && (version === undefined || partial.etag === version)
    if (!same) return new PieceSink(file, store, bytes, null, 0)
    const received = await store.readPieces(file.name, bytes, 0)
    return new PieceSink(file, store, bytes, partial.etag, received)
  }

  get received(): number {
    return this.#received
  }

  get etag(): string | null {
    return this.#etag
  }

  async restart(etag: string | null): Promise<void> {
    this.#etag = etag
    this.#received = 0
    this.#stored = 0
    await this.#store.removePieces(this.#file.name)
  }

  async append(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    this.bytes.set(chunk, this.#received)
    this.#received += chunk.length
    if (this.#received - this.#stored >= PIECE_BYTES) await this.flush()
  }

  /** Stores pending bytes, unless they couldn't be resumed. */
  async flush(): Promise<void> {
    if (this.#etag === null || this.#received === this.#stored) return
    const piece = this.bytes.slice(this.#stored, this.#received)
    this.#stored = this.#received
    const { name, url } = this.#file
    await this.#store.appendPiece({ name, url, etag: this.#etag, received: this.#received }, piece)
  }
}

import { DATA_FILE_NAMES } from './cifar10.ts'
import { fetchMissing } from './dataset/fetch-missing.ts'
import { importFiles } from './dataset/import-files.ts'
import { noteOn } from './dataset/notes.ts'
import { measureProgress } from './dataset/progress.ts'
import { readSplits } from './dataset/read-splits.ts'
import { NO_TRANSFER, StatusBoard } from './dataset/status-board.ts'
import { DataError, inWords } from './error.ts'
import { readSampleFile } from './sample/sample.ts'
import type { Source } from './source/source.ts'
import type { Splits } from './split.ts'
import type { DataStatus, DownloadKind, StoredFile } from './status.ts'
import type { ForgivingStore } from './store/forgiving.ts'

export interface DatasetOptions {
  readonly openStore: () => Promise<ForgivingStore>
  /** In the order they are tried. */
  readonly sources: readonly Source[]
  /** The shipped sample's compressed bytes. */
  readonly openSample: () => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>
  /** Whether the browser granted persistent storage. */
  readonly isPersistent: () => Promise<boolean>
  readonly onStatus: (status: DataStatus) => void
  /** See `Transfer`. */
  readonly retryDelays?: readonly number[] | undefined
  readonly patience?: number | undefined
}

/** The current activity; its controller aborts it with a state as the reason, never an error. */
interface Activity {
  readonly controller: AbortController
  /** Never rejects. */
  readonly finished: Promise<void>
}

type Ending = 'pause' | 'cancel'
type Rest = 'absent' | 'paused' | 'failed'

/** The full data set and the shipped sample: fetches, imports, stores and reads them, and reports status changes. */
export class Dataset {
  readonly #options: DatasetOptions
  readonly #board: StatusBoard
  readonly #store: Promise<ForgivingStore>
  readonly #opened: Promise<void>
  /** In the order they are tried, which changes if the user chooses one or another is faster. */
  #sources: readonly Source[]
  /** The source that the user chose. */
  #chosen: Source | null = null
  #activity: Activity | null = null
  /** Callers waiting for the end of a pause. */
  #waiting: (() => void)[] = []

  constructor(options: DatasetOptions) {
    this.#options = options
    this.#sources = options.sources
    this.#board = new StatusBoard(options.onStatus)
    this.#store = options.openStore()
    this.#opened = this.#settle('absent')
    void this.#opened.then(() => this.#preview())
  }

  get status(): DataStatus {
    return this.#board.status
  }

  /** Whether the full set is stored. */
  get isComplete(): boolean {
    return this.#board.complete
  }

  /** Reports the current status. */
  announce(): void {
    void this.#opened.then(() => this.#board.announce())
  }

  /**
   * Fetches what is missing from the first source that has it, resuming an earlier download. `from` is tried first,
   * also during a download from another source. Resolves when the download ends; the status says how.
   */
  async download(from?: DownloadKind): Promise<void> {
    await this.#opened
    while (this.status.phase === 'importing') await this.#activity?.finished
    if (from !== undefined && this.#choose(from)) await this.#end('pause')
    if (this.#activity) return this.#activity.finished
    if (this.#board.complete) return this.#board.announce()
    return this.#begin('downloading', (signal) => this.#fetchMissing(signal))
  }

  /** Pauses a download; `download` resumes it. */
  pause(): void {
    if (this.status.phase === 'downloading') this.#activity?.controller.abort('pause')
  }

  /** Cancels the current activity and drops unfinished files; complete ones stay. */
  async cancel(): Promise<void> {
    await this.#opened
    await this.#end('cancel')
    await this.#dropPieces()
    await this.#settle('absent', { error: null })
  }

  /** Deletes all stored data. */
  async delete(): Promise<void> {
    await this.#opened
    await this.#end('cancel')
    const store = await this.#store
    await store.clear()
    await this.#settle('absent', { error: null, source: null })
    await this.#preview()
  }

  /**
   * Imports batches from the user's files: the archive or loose `.bin` files. Pauses a running download, which then
   * fetches what is missing. Resolves when the import ends; the status says how.
   */
  async import(files: readonly File[]): Promise<void> {
    await this.#opened
    while (this.status.phase === 'importing') await this.#activity?.finished
    const interrupts = this.status.phase === 'downloading'
    await this.#end('pause')
    return this.#begin('importing', async (signal) => {
      await this.#importAll(files, signal)
      if (interrupts && !this.#board.complete) await this.#fetchMissing(signal)
    })
  }

  /**
   * All 60,000 records, downloaded if necessary. Waits through pauses; null if the download is cancelled or `signal`
   * aborts. Throws DataError if it fails.
   */
  async full(signal?: AbortSignal): Promise<Splits | null> {
    await this.download()
    while (signal?.aborted !== true) {
      const { phase, error } = this.status
      if (this.#activity) await this.#activity.finished
      else if (phase === 'ready') return this.#read()
      else if (phase === 'paused') await this.#change(signal)
      else if (error) throw new DataError(error.message, error.advice)
      else return null
    }
    return null
  }

  /** The shipped 5,000 training and 1,000 test images. Throws DataError. */
  async sample(): Promise<Splits> {
    return readSampleFile(await this.#options.openSample())
  }

  /** Whether the source differs from the current one. */
  #choose(kind: DownloadKind): boolean {
    this.#chosen = this.#sources.find((source) => source.kind === kind) ?? null
    if (this.#chosen) this.#prefer(this.#chosen)
    return this.status.source?.kind !== kind
  }

  #prefer(first: Source): void {
    this.#sources = [first, ...this.#sources.filter((source) => source !== first)]
  }

  #begin(
    phase: 'downloading' | 'importing',
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController()
    this.#board.update({ phase, source: null, note: null, error: null, ...NO_TRANSFER })
    const finished = this.#carryOut(work, controller.signal)
    this.#activity = { controller, finished }
    this.#wake()
    return finished
  }

  async #carryOut(
    work: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    let rest: Rest = 'absent'
    try {
      await work(signal)
      if (this.status.error) rest = 'failed'
    } catch (error) {
      if (signal.aborted) {
        rest = signal.reason === 'pause' ? 'paused' : 'absent'
      } else {
        rest = 'failed'
        this.#board.update({ error: inWords(error) })
      }
    }
    await this.#settle(rest)
    this.#activity = null
    this.#wake()
  }

  /** Cancels the current activity, and waits for its end. */
  async #end(ending: Ending): Promise<void> {
    this.#activity?.controller.abort(ending)
    await this.#activity?.finished
  }

  /** Reports the stored state while idle; `rest` if incomplete. */
  async #settle(rest: Rest, change: Partial<DataStatus> = {}): Promise<void> {
    await this.#refresh()
    const store = await this.#store
    const { files } = this.status
    // Otherwise pieces from another source would stay stored forever.
    if (this.#board.complete) await this.#dropPieces()
    const progress = await measureProgress(this.#sources, files, store)
    const phase = this.#board.complete
      ? 'ready'
      : rest === 'absent' && progress.begun
        ? 'paused'
        : rest
    this.#board.update({
      phase,
      bytesDone: progress.bytesDone,
      bytesTotal: progress.bytesTotal,
      note: noteOn(files, store.refusal),
      ...NO_TRANSFER,
      ...change,
    })
    this.#wake()
  }

  /** Updates which files are stored, and how. */
  async #refresh(): Promise<void> {
    const store = await this.#store
    const order = (file: StoredFile) => DATA_FILE_NAMES.indexOf(file.name)
    const files = (await store.list()).sort((a, b) => order(a) - order(b))
    const persistent = await this.#options.isPersistent()
    const storage = store.refusal === null ? (persistent ? 'persistent' : 'evictable') : 'memory'
    this.#board.update({ files, storage })
  }

  /** If incomplete, reports what each source offers, without downloading. */
  async #preview(): Promise<void> {
    const unheard = new AbortController().signal
    for (const source of this.#sources) {
      if (this.#board.complete) return
      const preview = await source.look(unheard)
      if (!preview) continue
      const { kind, title } = source
      const { choices, phase, source: known } = this.status
      const others = choices.filter((choice) => choice.kind !== kind)
      this.#board.update({ choices: [...others, { kind, title, bytes: preview.bytes }] })
      if (phase !== 'absent' || known !== null) continue
      this.#board.update({ source: { kind, name: preview.name }, bytesTotal: preview.bytes })
    }
  }

  async #fetchMissing(signal: AbortSignal): Promise<void> {
    const { retryDelays, patience } = this.#options
    const store = await this.#store
    const refresh = () => this.#refresh()
    const board = this.#board
    await fetchMissing({
      sources: this.#sources,
      chosen: this.#chosen,
      prefer: (source) => this.#prefer(source),
      store,
      board,
      refresh,
      signal,
      retryDelays,
      patience,
    })
  }

  async #importAll(files: readonly File[], signal: AbortSignal): Promise<void> {
    const store = await this.#store
    const refresh = () => this.#refresh()
    await importFiles(files, { store, board: this.#board, refresh, signal })
  }

  async #read(): Promise<Splits> {
    const store = await this.#store
    try {
      return await readSplits(async (name) => {
        const bytes = await store.read(name)
        if (bytes === null) await store.remove(name)
        return bytes
      })
    } catch (error) {
      await this.#settle('failed', { error: inWords(error) })
      throw error
    }
  }

  async #dropPieces(): Promise<void> {
    const store = await this.#store
    for (const { files } of this.#sources) {
      for (const { name } of files) await store.removePieces(name)
    }
  }

  /** Resolves when an activity starts or ends, or the signal aborts. */
  #change(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      signal?.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const go of waiting) go()
  }
}

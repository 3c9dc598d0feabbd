import { DATA_FILE_NAMES } from './cifar10.ts'
import { fetchMissing } from './dataset/fetch-missing.ts'
import { importFiles } from './dataset/import-files.ts'
import { noteOn } from './dataset/notes.ts'
import { measureProgress } from './dataset/progress.ts'
import { readSplits } from './dataset/read-splits.ts'
import { STILL, StatusBoard } from './dataset/status-board.ts'
import { DataError, inWords } from './error.ts'
import { readSampleFile } from './sample/sample.ts'
import type { Source } from './source/source.ts'
import type { Splits } from './split.ts'
import type { DataStatus, StoredFile } from './status.ts'
import type { ForgivingStore } from './store/forgiving.ts'

export interface DatasetOptions {
  readonly openStore: () => Promise<ForgivingStore>
  /** In the order they are tried. */
  readonly sources: readonly Source[]
  /** The shipped sample's compressed bytes. */
  readonly openSample: () => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>
  /** Whether the browser promised to keep what is stored. */
  readonly isPersistent: () => Promise<boolean>
  readonly onStatus: (status: DataStatus) => void
  /** See `Transfer`. */
  readonly retryDelays?: readonly number[] | undefined
}

/** Something under way; it ends early by its controller, for a reason that is a state and never an error. */
interface Activity {
  readonly controller: AbortController
  /** Never rejects. */
  readonly finished: Promise<void>
}

type Ending = 'pause' | 'cancel'
type Rest = 'absent' | 'paused' | 'failed'

/** The full data set and the shipped sample: fetched, imported, kept and read; its status is told as it changes. */
export class Dataset {
  readonly #options: DatasetOptions
  readonly #board: StatusBoard
  readonly #store: Promise<ForgivingStore>
  readonly #opened: Promise<void>
  #activity: Activity | null = null
  /** Those who wait for a pause to end. */
  #waiting: (() => void)[] = []

  constructor(options: DatasetOptions) {
    this.#options = options
    this.#board = new StatusBoard(options.onStatus)
    this.#store = options.openStore()
    this.#opened = this.#settle('absent')
    void this.#opened.then(() => this.#preview())
  }

  get status(): DataStatus {
    return this.#board.status
  }

  /** Whether the full set is here. */
  get isComplete(): boolean {
    return this.#board.complete
  }

  /** Tells the status as it stands. */
  announce(): void {
    void this.#opened.then(() => this.#board.announce())
  }

  /**
   * Fetches what is missing from the first source that has it, going on where an earlier download stopped. Resolves
   * when that ends in whatever way; the status says how.
   */
  async download(): Promise<void> {
    await this.#opened
    while (this.status.phase === 'importing') await this.#activity?.finished
    if (this.#activity) return this.#activity.finished
    if (this.#board.complete) return this.#board.announce()
    return this.#begin('downloading', (signal) => this.#fetchMissing(signal))
  }

  /** Holds a download; `download` goes on with it. */
  pause(): void {
    if (this.status.phase === 'downloading') this.#activity?.controller.abort('pause')
  }

  /** Ends what is under way and drops unfinished files; whole ones stay. */
  async cancel(): Promise<void> {
    await this.#opened
    await this.#end('cancel')
    await this.#dropPieces()
    await this.#settle('absent', { error: null })
  }

  /** Removes everything that is kept. */
  async delete(): Promise<void> {
    await this.#opened
    await this.#end('cancel')
    const store = await this.#store
    await store.clear()
    await this.#settle('absent', { error: null, source: null })
    await this.#preview()
  }

  /**
   * Takes the batches out of the user's files: the archive or loose `.bin` files. A download under way stands back
   * for it, then fetches what is still missing. Resolves when that ends; the status says how.
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
   * All 60,000 records, fetched first where they are not here. Waits through pauses; null where the download is
   * cancelled or `signal` aborts. Throws DataError where it fails.
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

  #begin(
    phase: 'downloading' | 'importing',
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController()
    this.#board.update({ phase, source: null, note: null, error: null, ...STILL })
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

  /** Ends what is under way, and waits until it has. */
  async #end(ending: Ending): Promise<void> {
    this.#activity?.controller.abort(ending)
    await this.#activity?.finished
  }

  /** Tells what is here now that nothing is under way; `rest` where not all is. */
  async #settle(rest: Rest, change: Partial<DataStatus> = {}): Promise<void> {
    await this.#refresh()
    const store = await this.#store
    const { files } = this.status
    // Those of another source than the files came from would stay for good.
    if (this.#board.complete) await this.#dropPieces()
    const progress = await measureProgress(this.#options.sources, files, store)
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
      ...STILL,
      ...change,
    })
    this.#wake()
  }

  /** Looks again which files are here and how they are kept. */
  async #refresh(): Promise<void> {
    const store = await this.#store
    const order = (file: StoredFile) => DATA_FILE_NAMES.indexOf(file.name)
    const files = (await store.list()).sort((a, b) => order(a) - order(b))
    const persistent = await this.#options.isPersistent()
    const storage = store.refusal === null ? (persistent ? 'persistent' : 'evictable') : 'memory'
    this.#board.update({ files, storage })
  }

  /** Where nothing is here: says what could be fetched, without fetching. */
  async #preview(): Promise<void> {
    const unheard = new AbortController().signal
    for (const source of this.#options.sources) {
      if (this.status.phase !== 'absent') return
      const preview = await source.look(unheard)
      if (!preview || this.status.phase !== 'absent') continue
      const { name, bytes } = preview
      return this.#board.update({ source: { kind: source.kind, name }, bytesTotal: bytes })
    }
  }

  async #fetchMissing(signal: AbortSignal): Promise<void> {
    const { sources, retryDelays } = this.#options
    const store = await this.#store
    const refresh = () => this.#refresh()
    await fetchMissing({ sources, store, board: this.#board, refresh, signal, retryDelays })
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
    for (const { files } of this.#options.sources) {
      for (const { name } of files) await store.removePieces(name)
    }
  }

  /** Resolves when something begins or settles, or the signal aborts. */
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

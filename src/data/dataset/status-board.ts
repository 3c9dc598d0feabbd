import { DATA_FILES } from '../cifar10.ts'
import type { DataStatus, StoredFile } from '../status.ts'

const MILLISECONDS_BETWEEN = 250

const NOTHING_YET: DataStatus = {
  phase: 'absent',
  source: null,
  choices: [],
  bytesDone: 0,
  bytesTotal: 0,
  bytesPerSecond: null,
  secondsLeft: null,
  files: [],
  storage: 'evictable',
  note: null,
  error: null,
}

/** No transfer. */
export const NO_TRANSFER = { bytesPerSecond: null, secondsLeft: null }

/** The data set's status, reported at most four times a second; the last one is always reported. */
export class StatusBoard {
  readonly #report: (status: DataStatus) => void
  #status = NOTHING_YET
  #reportedAt = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(report: (status: DataStatus) => void) {
    this.#report = report
  }

  get status(): DataStatus {
    return this.#status
  }

  /** Whether all six files are stored. */
  get complete(): boolean {
    return this.#status.files.length === DATA_FILES.length
  }

  update(change: Partial<DataStatus>): void {
    this.#status = { ...this.#status, ...change }
    this.announce()
  }

  /** Reports the current status, now or after the minimum interval. */
  announce(): void {
    if (this.#timer !== null) return
    const wait = this.#reportedAt + MILLISECONDS_BETWEEN - performance.now()
    if (wait > 0) this.#timer = setTimeout(() => this.#tellNow(), wait)
    else this.#tellNow()
  }

  #tellNow(): void {
    this.#timer = null
    this.#reportedAt = performance.now()
    this.#report(this.#status)
  }
}

export function sizeOf(files: readonly StoredFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

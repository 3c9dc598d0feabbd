import { DataError } from '../error.ts'
import { measureRate } from '../source/measure-rate.ts'
import type { Source } from '../source/source.ts'
import type { DownloadPace } from './meter.ts'

/** Downloads with a longer estimate are moved to a faster source, in seconds. */
const LONG_SECONDS = 180

/** How long an estimate must be that high before other sources are measured, and then again, in milliseconds. */
const SETTLING_MILLISECONDS = 10_000
const MILLISECONDS_BETWEEN = 60_000

/** How many times faster another source must be: a measurement of seconds is rough. */
const WORTH_CHANGING = 2

/** The source is slow, and another one was measured to be faster. */
export class SlowSource extends DataError {
  override readonly name = 'SlowSource'
  readonly faster: Source

  constructor(secondsLeft: number, faster: Source, secondsThere: number) {
    super(
      `it would take ${inMinutes(secondsLeft)}; ${faster.title} takes about ${inMinutes(secondsThere)}.`,
      'Wait, or choose another source.',
    )
    this.faster = faster
  }
}

const inMinutes = (seconds: number) => `${Math.max(1, Math.round(seconds / 60))} min`

/**
 * Watches the pace of a download from one source. Where that would take more than three minutes and one of the others is
 * measured to take at most half as long, its signal aborts with a SlowSource.
 */
export class PaceWatch {
  readonly #others: readonly Source[]
  readonly #connection = new AbortController()
  readonly #rateOf: typeof measureRate
  readonly #outer: AbortSignal
  readonly #abort: () => void
  #slowSince: number | null = null
  #nextMeasurement = 0
  #measuring = false

  /** `signal` aborts the download from outside. */
  constructor(others: readonly Source[], signal: AbortSignal, rateOf = measureRate) {
    this.#others = others
    this.#rateOf = rateOf
    this.#outer = signal
    // AbortSignal.any is missing in browsers that have WebGPU.
    this.#abort = () => this.#connection.abort(signal.reason)
    if (signal.aborted) this.#abort()
    else signal.addEventListener('abort', this.#abort, { once: true })
  }

  /** Aborts when the download must end, from outside or for a faster source. */
  get signal(): AbortSignal {
    return this.#connection.signal
  }

  /** Records the pace at `now`, in milliseconds. */
  observe({ secondsLeft }: DownloadPace, now = performance.now()): void {
    if (secondsLeft === null) return
    if (secondsLeft <= LONG_SECONDS) {
      this.#slowSince = null
      return
    }
    this.#slowSince ??= now
    const settled = now - this.#slowSince >= SETTLING_MILLISECONDS
    if (!settled || this.#measuring || now < this.#nextMeasurement) return
    this.#nextMeasurement = now + MILLISECONDS_BETWEEN
    this.#measuring = true
    this.#compare(secondsLeft)
      .catch((error: unknown) => this.#connection.abort(error))
      .finally(() => (this.#measuring = false))
  }

  /** The download has ended. */
  stop(): void {
    this.#outer.removeEventListener('abort', this.#abort)
    this.#connection.abort()
  }

  async #compare(secondsLeft: number): Promise<void> {
    const { signal } = this
    for (const other of this.#others) {
      const preview = await other.look(signal)
      if (!preview?.sampleUrl) continue
      const rate = await this.#rateOf(preview.sampleUrl, signal)
      if (rate === null) continue
      const secondsThere = preview.bytes / rate
      if (secondsThere * WORTH_CHANGING > secondsLeft) continue
      this.#connection.abort(new SlowSource(secondsLeft, other, secondsThere))
      return
    }
  }
}

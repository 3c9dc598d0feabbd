/** A stopwatch in seconds over any source of milliseconds. */
export class Stopwatch {
  readonly #now: () => number
  #elapsed: number
  #startedAt: number | null = null

  /** `seconds` is the initial count. */
  constructor(now: () => number, seconds = 0) {
    this.#now = now
    this.#elapsed = 1000 * seconds
  }

  start(): void {
    this.#startedAt ??= this.#now()
  }

  stop(): void {
    this.#elapsed = this.seconds * 1000
    this.#startedAt = null
  }

  /** Subtracts milliseconds from the count. */
  leaveOut(milliseconds: number): void {
    this.#elapsed -= milliseconds
  }

  get seconds(): number {
    const running = this.#startedAt === null ? 0 : this.#now() - this.#startedAt
    return (this.#elapsed + running) / 1000
  }
}

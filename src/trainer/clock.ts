/** A stopwatch in seconds over any source of milliseconds. */
export class Stopwatch {
  readonly #now: () => number
  #elapsed = 0
  #startedAt: number | null = null

  constructor(now: () => number) {
    this.#now = now
  }

  start(): void {
    this.#startedAt ??= this.#now()
  }

  stop(): void {
    this.#elapsed = this.seconds * 1000
    this.#startedAt = null
  }

  get seconds(): number {
    const running = this.#startedAt === null ? 0 : this.#now() - this.#startedAt
    return (this.#elapsed + running) / 1000
  }
}

type Mode = 'running' | 'paused' | 'stopped'

/** Where a run is told to pause, go on, take one step or stop; the loop asks at `checkpoint`. Stopping is final. */
export class RunControl {
  #mode: Mode = 'running'
  #singleSteps = 0
  #wake: () => void = () => {}
  readonly #stop = new AbortController()
  readonly #whenStopped: Promise<void>

  constructor() {
    const { signal } = this.#stop
    this.#whenStopped = new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    )
  }

  get stopped(): boolean {
    return this.#mode === 'stopped'
  }

  /** Aborts as the run is stopped, for work that can be cut short. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** True where the loop would wait if it came by now. */
  get holding(): boolean {
    return this.#mode === 'paused' && this.#singleSteps === 0
  }

  pause(): void {
    this.#change('paused')
  }

  resume(): void {
    this.#change('running')
  }

  /** Lets one step pass and holds the next. */
  step(): void {
    if (this.#mode === 'paused') this.#singleSteps++
    this.#change('paused')
  }

  stop(): void {
    this.#change('stopped')
    this.#stop.abort()
  }

  /** The work's result, or null as soon as the run is stopped; the work itself is left to end alone. */
  async unlessStopped<T>(work: Promise<T>): Promise<T | null> {
    const result = await Promise.race([work, this.#whenStopped.then(() => null)])
    return this.stopped ? null : result
  }

  /** Waits while held; consumes a single step where one is due. Resolves to false once stopped. */
  async checkpoint(): Promise<boolean> {
    while (this.holding) {
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
    if (this.#mode === 'paused') this.#singleSteps--
    return !this.stopped
  }

  #change(mode: Mode): void {
    if (this.#mode !== 'stopped') this.#mode = mode
    if (mode !== 'paused') this.#singleSteps = 0
    this.#wake()
  }
}

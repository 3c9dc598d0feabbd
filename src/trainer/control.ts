import type { Engine } from '../engine/engine.ts'

type Mode = 'running' | 'paused' | 'stopped'

/** What the loop does next: a step, requested work, or stop. */
type Turn = 'step' | 'request' | 'stop'

interface Request {
  readonly carryOut: (engine: Engine, step: number) => Promise<void>
  readonly refuse: (reason: Error) => void
}

/**
 * Controls a run: pause, resume, single step, stop, rate changes, and work between steps. The loop polls `next`.
 * Stopping is final.
 */
export class RunControl {
  /** Factor on the scheduled rate, from the next step on. */
  rateFactor = 1
  /** Interval of steps whose dynamics are measured; 0 for none. */
  dynamicsEvery = 0
  #mode: Mode = 'running'
  #singleSteps = 0
  #ended = false
  #wake: () => void = () => {}
  readonly #requests: Request[] = []
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

  /** Aborts when the run is stopped, for work that can be cancelled. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** Whether the loop would wait now. */
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

  /** The work's result, or null as soon as the run is stopped; the work isn't cancelled. */
  async unlessStopped<T>(work: Promise<T>): Promise<T | null> {
    const result = await Promise.race([work, this.#whenStopped.then(() => null)])
    return this.stopped ? null : result
  }

  /**
   * Uses the engine between two steps, off the run's clock, also while it is paused; `step` is the next to be taken. Rejects
   * if the run ends first.
   */
  between<T>(work: (engine: Engine, step: number) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const carryOut = (engine: Engine, step: number) => work(engine, step).then(resolve, reject)
      this.#requests.push({ carryOut, refuse: reject })
      if (this.#ended) this.end()
      this.#wake()
    })
  }

  /** Waits while paused without requests; consumes a single step if requested. */
  async next(): Promise<Turn> {
    while (this.holding && this.#requests.length === 0) {
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
    if (this.stopped) return 'stop'
    if (this.#requests.length > 0) return 'request'
    if (this.#mode === 'paused') this.#singleSteps--
    return 'step'
  }

  /** Runs the requested work. */
  async serve(engine: Engine, step: number): Promise<void> {
    for (const { carryOut } of this.#requests.splice(0)) await carryOut(engine, step)
  }

  /** Call when the loop ends; rejects pending requests. */
  end(): void {
    this.#ended = true
    for (const { refuse } of this.#requests.splice(0)) refuse(new Error('The run has ended.'))
  }

  #change(mode: Mode): void {
    if (this.#mode !== 'stopped') this.#mode = mode
    if (mode !== 'paused') this.#singleSteps = 0
    this.#wake()
  }
}

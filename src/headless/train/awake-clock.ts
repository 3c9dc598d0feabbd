/** Readings of a computer's clocks, in milliseconds. */
export interface Clocks {
  /** A monotonic clock. */
  readonly wall: () => number
  /** CPU time that this program has used. */
  readonly processor: () => number
}

const SYSTEM: Clocks = {
  wall: () => performance.now(),
  processor: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
}

/** Milliseconds between regular readings. */
const TICK_MS = 250
/** If the program hardly computed during a longer gap between two readings, it was suspended. */
const GAP_MS = 2000
const IDLE_SHARE = 0.05

/**
 * A clock without the time in which the program was stopped (SIGSTOP) or the computer slept: gaps between readings in
 * which no CPU time passed.
 */
export class AwakeClock {
  readonly #clocks: Clocks
  #asleep = 0
  #wall: number
  #processor: number

  constructor(clocks: Clocks = SYSTEM) {
    this.#clocks = clocks
    this.#wall = clocks.wall()
    this.#processor = clocks.processor()
  }

  /** Milliseconds awake. */
  now(): number {
    const wall = this.#clocks.wall()
    const processor = this.#clocks.processor()
    const gap = wall - this.#wall
    if (gap > GAP_MS && processor - this.#processor < IDLE_SHARE * gap) this.#asleep += gap
    this.#wall = wall
    this.#processor = processor
    return wall - this.#asleep
  }

  /**
   * Reads the clock regularly to detect gaps, until the returned function is called. Does not keep the program alive.
   */
  start(): () => void {
    const ticks = setInterval(() => this.now(), TICK_MS).unref()
    return () => clearInterval(ticks)
  }
}

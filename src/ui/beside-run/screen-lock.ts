type ScreenKeeper = Pick<WakeLock, 'request'>
type Visibility = Pick<Document, 'visibilityState' | 'addEventListener'>

/**
 * Keeps the screen on while that is wanted. The browser lets go of it when the page is hidden, so it is asked again when
 * the page is seen; it may refuse, on a low battery for one, and training goes on all the same.
 */
export class ScreenLock {
  readonly #keeper: ScreenKeeper
  readonly #page: Visibility
  #wanted = false
  #lock: WakeLockSentinel | null = null
  #asking = false

  constructor(keeper: ScreenKeeper, page: Visibility) {
    this.#keeper = keeper
    this.#page = page
    page.addEventListener('visibilitychange', () => void this.#ask())
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return
    this.#wanted = wanted
    if (wanted) void this.#ask()
    else void this.#letGo()
  }

  async #ask(): Promise<void> {
    const needed = this.#wanted && (this.#lock === null || this.#lock.released)
    if (!needed || this.#asking || this.#page.visibilityState !== 'visible') return
    this.#asking = true
    try {
      this.#lock = await this.#keeper.request('screen')
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
    } finally {
      this.#asking = false
    }
    // It may have come too late.
    if (!this.#wanted) await this.#letGo()
  }

  async #letGo(): Promise<void> {
    const lock = this.#lock
    this.#lock = null
    await lock?.release()
  }
}

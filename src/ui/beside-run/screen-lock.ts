import { attempt } from '../controls/attempt.ts'

type WakeLockProvider = Pick<WakeLock, 'request'>
type Visibility = Pick<Document, 'visibilityState' | 'addEventListener'>

/**
 * Keeps the screen on while a run needs it. The browser releases the lock when the page is hidden, so this requests it
 * again when the page is visible. The browser may refuse, for example on a low battery; training continues anyway.
 */
export class ScreenLock {
  readonly #wakeLock: WakeLockProvider
  readonly #page: Visibility
  #wanted = false
  #lock: WakeLockSentinel | null = null
  #asking = false

  constructor(wakeLock: WakeLockProvider, page: Visibility) {
    this.#wakeLock = wakeLock
    this.#page = page
    page.addEventListener('visibilitychange', () => attempt(() => this.#ask()))
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return
    this.#wanted = wanted
    attempt(() => (wanted ? this.#ask() : this.#release()))
  }

  async #ask(): Promise<void> {
    const needed = this.#wanted && (this.#lock === null || this.#lock.released)
    if (!needed || this.#asking || this.#page.visibilityState !== 'visible') return
    this.#asking = true
    try {
      this.#lock = await this.#wakeLock.request('screen')
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
    } finally {
      this.#asking = false
    }
    // The lock may have arrived after it was no longer wanted.
    if (!this.#wanted) await this.#release()
  }

  async #release(): Promise<void> {
    const lock = this.#lock
    this.#lock = null
    await lock?.release()
  }
}

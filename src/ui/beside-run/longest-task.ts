import { createStore } from 'zustand/vanilla'

/** The browser's name for tasks over 50 ms, during which the page does not respond. */
const LONG_TASKS = 'longtask'

/**
 * Milliseconds of the page's longest task during the last run; 0 if none was over 50 ms, null if there was no run or the
 * browser does not report tasks.
 */
export const longestTask = createStore<{ readonly milliseconds: number | null }>(() => ({
  milliseconds: null,
}))

/** Watches the page's tasks during runs. */
export class TaskWatch {
  #observer: PerformanceObserver | null = null

  /** Starts or stops watching. */
  want(watched: boolean): void {
    if (watched === (this.#observer !== null)) return
    if (!watched) {
      this.#observer?.disconnect()
      this.#observer = null
      return
    }
    if (!PerformanceObserver.supportedEntryTypes.includes(LONG_TASKS)) return
    longestTask.setState({ milliseconds: 0 })
    this.#observer = new PerformanceObserver((list) => {
      const { milliseconds } = longestTask.getState()
      const durations = list.getEntries().map(({ duration }) => duration)
      longestTask.setState({ milliseconds: Math.max(milliseconds ?? 0, ...durations) })
    })
    this.#observer.observe({ type: LONG_TASKS })
  }
}

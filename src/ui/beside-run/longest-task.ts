import { createStore } from 'zustand/vanilla'

/** What the browser counts as a long task: over 50 ms, in which the page answers nobody. */
const LONG_TASKS = 'longtask'

/**
 * Milliseconds of the longest task of the page while its last run went on; 0 where none was over 50 ms, null where there
 * was no run or the browser does not tell.
 */
export const longestTask = createStore<{ readonly milliseconds: number | null }>(() => ({
  milliseconds: null,
}))

/** Watches the page's tasks while runs go on. */
export class TaskWatch {
  #observer: PerformanceObserver | null = null

  /** Begins a watch, or ends it. */
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

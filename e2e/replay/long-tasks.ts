import type { Page } from '@playwright/test'

/** Milliseconds after the page is mounted that are not counted. */
const SETTLING = 2000

declare global {
  interface Window {
    replayWatch: { mountedAt: number; tasks: { startTime: number; duration: number }[] }
  }
}

/** Notes every long task of the page (over 50 ms, as the Long Tasks API has it) and when React mounted it. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.replayWatch = { mountedAt: Infinity, tasks: [] }
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        window.replayWatch.tasks.push({ startTime, duration })
      }
    }).observe({ type: 'longtask', buffered: true })
    new MutationObserver((_, observer) => {
      if (document.querySelector('main') === null) return
      window.replayWatch.mountedAt = performance.now()
      observer.disconnect()
    }).observe(document, { childList: true, subtree: true })
  })
}

export const settle = (page: Page): Promise<void> => page.waitForTimeout(SETTLING)

/** Durations of the long tasks that began after the page had settled, longest first, in milliseconds. */
export const longTasks = (page: Page): Promise<number[]> =>
  page.evaluate((settling) => {
    const { mountedAt, tasks } = window.replayWatch
    return tasks
      .filter(({ startTime }) => startTime >= mountedAt + settling)
      .map(({ duration }) => duration)
      .toSorted((a, b) => b - a)
  }, SETTLING)

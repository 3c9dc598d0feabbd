import type { Browser, Page } from '@playwright/test'
import * as v from 'valibot'

/** The Long Tasks API's threshold, in milliseconds. */
export const LONG_MS = 50

declare global {
  interface Window {
    longTasks: { startTime: number; duration: number }[]
  }
}

/** Records every long task of the page from its start. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.longTasks = []
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        window.longTasks.push({ startTime, duration })
      }
    }).observe({ type: 'longtask', buffered: true })
  })
}

/** Durations of long tasks that started after `since` on the page's clock, in milliseconds. */
export const longTasks = (page: Page, since: number): Promise<number[]> =>
  page.evaluate(
    (begin) =>
      window.longTasks
        .filter(({ startTime }) => startTime >= begin)
        .map(({ duration }) => duration),
    since,
  )

const TraceSchema = v.object({
  traceEvents: v.array(
    v.object({
      name: v.string(),
      pid: v.number(),
      tid: v.number(),
      /** CPU time in microseconds. */
      tdur: v.optional(v.number()),
      args: v.optional(v.object({ name: v.optional(v.unknown()) })),
    }),
  ),
})

/**
 * The CPU time of every task of the page's main thread while `act` runs, in milliseconds. Wall time, which the Long Tasks
 * API reports, also includes what other programs took of a shared core.
 */
export async function taskTimes(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel'] })
  await act()
  const trace: unknown = JSON.parse((await browser.stopTracing()).toString())
  const { traceEvents } = v.parse(TraceSchema, trace)
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  return traceEvents
    .filter(({ name, pid, tid }) => name.endsWith('RunTask') && mainThreads.has(`${pid} ${tid}`))
    .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1000]))
}

/** Elements whose creation and layout took as long as a task of LONG_MS on the computer where that limit was chosen. */
const ELEMENTS = 4800

/**
 * The CPU time of fixed work on this computer, in milliseconds: as much as LONG_MS where the page's longest task took 26
 * ms. Median of three.
 */
export async function referenceTask(browser: Browser, page: Page): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    const tasks = await taskTimes(browser, page, () =>
      page.evaluate((count) => {
        const list = document.createElement('ul')
        for (let n = 0; n < count; n++) {
          const item = document.createElement('li')
          item.textContent = `item ${n}`
          list.append(item)
        }
        document.body.append(list)
        void list.getBoundingClientRect().height
        list.remove()
      }, ELEMENTS),
    )
    times.push(Math.max(...tasks))
  }
  return times.toSorted((a, b) => a - b)[1]
}

import { expect, test, type Page } from '@playwright/test'
import type { SelfTestEvent } from '../src/worker/protocol.ts'
import { listenToWorker, tellWorker, workerEvents } from './worker-events.ts'

const eventsOf = async (page: Page): Promise<SelfTestEvent[]> =>
  (await workerEvents(page)).flatMap((event) => (event.type === 'selfTest' ? [event.event] : []))

test('every kernel computes in the page what its reference says', async ({ page }) => {
  const seed = Math.floor(Math.random() * 2 ** 32)
  await listenToWorker(page)
  await page.goto('/')
  await tellWorker(page, { type: 'selfTest', seed })
  const end = async () => (await eventsOf(page)).find(({ type }) => type === 'end')
  await expect.poll(end, { timeout: 240_000, intervals: [1000] }).toBeDefined()

  const events = await eventsOf(page)
  const results = events.flatMap((event) => (event.type === 'result' ? [event.result] : []))
  const failed = results.filter(({ passed }) => !passed)
  expect(failed, `with seed ${seed}`).toEqual([])
  expect(events.at(0)).toMatchObject({ type: 'begin', cases: results.length })
  expect(events.at(-1)).toEqual({ type: 'end', how: 'complete' })
  expect(results.length).toBeGreaterThan(100)
})

import { expect, test, type Page } from '@playwright/test'
import { openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

declare global {
  interface Window {
    screenLocks: { released: boolean }[]
  }
}

/** Records and grants the page's wake-lock requests. */
async function grantScreenLocks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.screenLocks = []
    const request = async () => {
      const lock = Object.assign(new EventTarget(), {
        released: false,
        async release() {
          lock.released = true
        },
      })
      window.screenLocks.push(lock)
      return lock
    }
    Object.defineProperty(navigator, 'wakeLock', { value: { request } })
  })
}

const locks = (page: Page) =>
  page.evaluate(() => window.screenLocks.map(({ released }) => (released ? 'released' : 'held')))

const icon = (page: Page) => page.locator('link[rel="icon"]')

test('a run keeps the screen on, and shows its progress in the tab', async ({ page }) => {
  await grantScreenLocks(page)
  await openReplayed(page, { onTrain: upTo(runOf('full', 0.942), 51) })
  expect(await locks(page)).toEqual([])
  await expect(icon(page)).toHaveAttribute('href', './icon.svg')

  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect.poll(() => locks(page)).toEqual(['held'])
  await expect(icon(page)).toHaveAttribute('href', /^data:image.*stroke-dasharray%3D%2264%20100/)
  await expect(page).toHaveTitle(/^64%, epoch 16 of 24/)

  await page.getByRole('button', { name: 'Pause' }).click()
  await expect.poll(() => locks(page)).toEqual(['released'])
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(() => locks(page)).toEqual(['released', 'held'])
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect.poll(() => locks(page)).toEqual(['released', 'released'])
  await expect(icon(page)).toHaveAttribute('href', /\/icon\.svg$/)
})

test('a run continues while its tab is hidden', async ({ page }) => {
  await openReplayed(page, { onTrain: upTo(runOf('full', 0.942)) })
  // Browsers give hidden pages no frames.
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true })
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' })
    window.requestAnimationFrame = () => 0
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(page).toHaveTitle(/^94\.2% in 79\.0\ss/)
  await expect(page.getByRole('status')).toHaveText(/^Done: 94\.2%/)
})

import { expect, type Page, test } from '@playwright/test'
import { openReplayed } from '../support/replay/open-replayed.ts'
import { aWeekOfRuns, storeInBrowser } from '../support/stored-runs.ts'

test.use({ viewport: { width: 390, height: 844 } })

/** How far the page is wider than what a scrollbar that takes room leaves of a phone's width. */
async function excess(page: Page): Promise<number> {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { scrollWidth, clientWidth }
  })
  // Without a scrollbar nothing is tested.
  expect(clientWidth).toBeLessThan(390)
  return scrollWidth - clientWidth
}

test('every view fits a phone’s width less a scrollbar', async ({ page }) => {
  await openReplayed(page)
  await storeInBrowser(page, aWeekOfRuns())
  expect(await excess(page)).toBe(0)
  await page.getByRole('button', { name: /^Recipe/ }).click()
  for (const group of await page.locator('.group > summary').all()) await group.click()
  expect(await excess(page)).toBe(0)
  for (const view of ['compare', 'inside']) {
    await page.goto(`/?view=${view}`)
    await expect(page.getByRole('heading').first()).toBeVisible()
    expect(await excess(page)).toBe(0)
  }
})

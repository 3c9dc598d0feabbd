import { expect, type Page, test } from '@playwright/test'
import { excessWidth } from '../support/excess-width.ts'
import { openReplayed } from '../support/replay/open-replayed.ts'
import { aWeekOfRuns, storeInBrowser } from '../support/stored-runs.ts'

test.use({ viewport: { width: 390, height: 844 } })

/** See `excessWidth`. Without a scrollbar nothing would be tested. */
async function excess(page: Page): Promise<number> {
  expect(await page.evaluate(() => document.documentElement.clientWidth)).toBeLessThan(390)
  return excessWidth(page)
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

import { expect, test } from '@playwright/test'
import { lookIntoShippedNetwork } from '../support/shipped-network.ts'

// Screenshots of the shipped network before any run, written to .cache/screens for review.

for (const width of [1440, 390]) {
  test(`shipped network at ${width}`, async ({ page }) => {
    test.slow()
    await page.setViewportSize({ width, height: 900 })
    await page.goto('/')
    await expect(page.getByRole('button', { name: 'Explore the network' })).toBeVisible()
    await page.waitForTimeout(3000)
    await page.screenshot({ path: `.cache/screens/shipped-train-${width}.png` })
    await lookIntoShippedNetwork(page)
    await page.locator('#filters').evaluate((element) => element.scrollIntoView())
    await page.waitForTimeout(3000)
    const path = `.cache/screens/shipped-inside-${width}.png`
    await page.screenshot({ path, fullPage: true })
  })
}

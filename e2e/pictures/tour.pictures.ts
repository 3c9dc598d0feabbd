import { expect, test } from '@playwright/test'
import { openReplayed } from '../support/replay/open-replayed.ts'

// Screenshots of the tour's stops, written to .cache/screens for review.

for (const { width, height, theme } of [
  { width: 1440, height: 900, theme: 'light' },
  { width: 1440, height: 900, theme: 'dark' },
  { width: 390, height: 844, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' },
]) {
  test(`the tour at ${width}, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await openReplayed(page, {}, `?theme=${theme}`)
    await page.waitForTimeout(1500)
    await page.screenshot({ path: `.cache/screens/tour-0-${width}-${theme}.png` })
    await page.getByRole('button', { name: 'Take the six-minute tour' }).first().click()
    for (let stop = 1; stop <= 6; stop++) {
      await expect(page.locator('.tour')).toContainText(`Stop ${stop} of 6`)
      await expect(page.locator('[data-tour]')).toHaveCount(1)
      await page.waitForTimeout(1500)
      await page.screenshot({ path: `.cache/screens/tour-${stop}-${width}-${theme}.png` })
      await page.keyboard.press('ArrowRight')
    }
  })
}

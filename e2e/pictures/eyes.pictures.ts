import { expect, test } from '@playwright/test'
import { openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

// Screenshots of the twelve test images, written to .cache/screens for review.

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`eyes ${width} ${colorScheme}`, async ({ page }) => {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme })
      await openReplayed(page, { onTrain: upTo(runOf('full', 0.942), 21) })
      const at = (name: string) => `.cache/screens/eyes-${name}-${width}-${colorScheme}.png`
      await page.screenshot({ path: at('before') })
      await page.getByRole('button', { name: 'Train to 94%' }).click()
      await expect(page.getByText('Predicted after epoch')).toBeVisible()
      await page.waitForTimeout(500)
      await page.screenshot({ path: at('running') })
    })
  }
}

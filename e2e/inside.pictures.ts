import { expect, test } from '@playwright/test'

// Pictures of the place that looks inside, over the shipped images, for a person to look at: in .cache/screens.

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

for (const size of SIZES) {
  test(`inside at ${size.width}`, async ({ page }) => {
    await page.setViewportSize(size)
    for (const theme of ['light', 'dark']) {
      await page.goto(`/?place=inside&recipe=page-10&theme=${theme}`)
      await expect(page.getByRole('img', { name: /^a frog, training image/ })).toHaveCount(4)
      await page.waitForTimeout(600)
      await page.screenshot({
        path: `.cache/screens/inside-${size.width}-${theme}.png`,
        fullPage: true,
      })
    }
  })
}

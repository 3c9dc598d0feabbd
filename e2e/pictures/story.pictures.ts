import { expect, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { openReplayed } from '../support/replay/open-replayed.ts'
import { storedRun, storeInBrowser } from '../support/stored-runs.ts'

// Screenshots of the story with synthetic runs, written to .cache/screens for review.

const RUNS = [
  storedRun(1, { choice: presetChoice('page-10'), accuracy: 0.9411, seconds: 90.2 }),
  storedRun(2, { choice: presetChoice('page-10'), accuracy: 0.9402, seconds: 90.9 }),
  storedRun(1, { choice: presetChoice('page-13'), accuracy: 0.9377, seconds: 111 }),
  storedRun(1, { choice: presetChoice('auto'), accuracy: 0.9424, seconds: 13_400 }),
]

for (const { width, height } of [
  { width: 1440, height: 1456 },
  { width: 390, height: 1456 },
]) {
  test(`the story at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    for (const theme of ['light', 'dark']) {
      await openReplayed(page, {}, `?theme=${theme}`)
      if (theme === 'dark') {
        await storeInBrowser(page, RUNS)
        await page.reload()
      }
      const story = page.getByRole('region', { name: /^How 341 seconds/ })
      await story.scrollIntoViewIfNeeded()
      if (theme === 'dark') await expect(story).toContainText('Your runs')
      await page.waitForTimeout(500)
      const box = await story.boundingBox()
      for (let y = 0; y < (box?.height ?? 0); y += 1400) {
        await story.evaluate((section, top) => {
          scrollBy(0, section.getBoundingClientRect().top + top - 56)
        }, y)
        await page.screenshot({ path: `.cache/screens/story-${width}-${theme}-${y / 1400}.png` })
      }
    }
  })
}

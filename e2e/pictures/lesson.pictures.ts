import { expect, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { lessonToHash } from '../../src/runs/lesson/lesson-link.ts'
import { openReplayed } from '../support/replay/open-replayed.ts'

// Screenshots of a lesson and its form, written to .cache/screens for review.

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 390, height: 1000 },
]) {
  for (const theme of ['light', 'dark']) {
    test(`a lesson at ${width}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height })
      const hash = await lessonToHash({
        title: 'What does cutout do?',
        instruction:
          'Press Try now. Then switch Cutout off in the recipe, run again, and compare both curves.',
        view: 'train',
        choice: presetChoice('quick'),
        seed: 3,
        hidden: ['rate', 'full', 'story', 'inside', 'gpu'],
      })
      await openReplayed(page, {}, `?theme=${theme}${hash}`)
      await expect(page.locator('.lesson-bar')).toBeVisible()
      await page.waitForTimeout(1000)
      await page.screenshot({ path: `.cache/screens/lesson-${width}-${theme}.png` })
      await page.goto(`/?theme=${theme}`)
      await page.getByRole('button', { name: 'Make a lesson' }).click()
      await page.getByLabel('Title').fill('What does cutout do?')
      await page.waitForTimeout(500)
      await page.screenshot({ path: `.cache/screens/lesson-form-${width}-${theme}.png` })
    })
  }
}

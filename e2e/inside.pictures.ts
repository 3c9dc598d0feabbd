import { expect, test } from '@playwright/test'
import { keepInBrowser } from './kept-runs.ts'
import { namedRun } from './named-runs.ts'
import { tellNetwork } from './replay/inspected-worker.ts'
import { toldNetwork } from './replay/told-network.ts'

// Pictures of Look inside with all of its parts open, for a person to look at: in .cache/screens. The images are the
// shipped ones; the network and its runs never were.

const RUNS = [
  namedRun(1, (record) => record % 9 === 0, { name: 'quiet lathe' }),
  namedRun(2, (record) => record % 10 === 0, { name: 'plum otter' }),
]

for (const width of [1440, 390]) {
  test(`inside at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await tellNetwork(page, await toldNetwork())
    for (const theme of ['light', 'dark']) {
      await page.goto(`/?place=inside&recipe=page-10&theme=${theme}`)
      await keepInBrowser(page, RUNS)
      await page.reload()
      await page.getByRole('link', { name: 'Train', exact: true }).click()
      await page.getByRole('button', { name: 'Try now' }).click()
      await page.getByRole('link', { name: 'Look inside' }).click()
      await page.getByRole('button', { name: /cats taken for dogs$/ }).click()
      await page.getByRole('button', { name: 'A test image' }).click()
      await expect(page.locator('.views')).toBeVisible()
      for (const name of ['Read the filters', 'Time the kernels', 'Read the activations']) {
        await page.getByRole('button', { name }).click()
      }
      await page.waitForTimeout(1500)
      await page.mouse.move(0, 0)
      await page.screenshot({ path: `.cache/screens/inside-${width}-${theme}.png`, fullPage: true })
    }
  })

  test(`inside before a run at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    for (const theme of ['light', 'dark']) {
      await page.goto(`/?place=inside&recipe=page-10&theme=${theme}`)
      await expect(page.getByRole('img', { name: /^a frog, training image/ })).toHaveCount(4)
      await page.waitForTimeout(600)
      await page.screenshot({
        path: `.cache/screens/inside-before-${width}-${theme}.png`,
        fullPage: true,
      })
    }
  })
}

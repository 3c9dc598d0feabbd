import { expect, test } from '@playwright/test'
import { storeInBrowser } from '../support/stored-runs.ts'
import { predictedRun } from '../support/predicted-runs.ts'
import { serveNetwork } from '../support/replay/inspected-worker.ts'
import { scriptedNetwork } from '../support/replay/scripted-network.ts'

// Screenshots of Look inside with all parts open, written to .cache/screens for review. The images are the shipped ones;
// the network and its runs are synthetic.

const RUNS = [
  predictedRun(1, (record) => record % 9 === 0, { name: 'quiet lathe' }),
  predictedRun(2, (record) => record % 10 === 0, { name: 'plum otter' }),
]

for (const width of [1440, 390]) {
  test(`inside at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await serveNetwork(page, await scriptedNetwork())
    for (const theme of ['light', 'dark']) {
      await page.goto(`/?view=inside&recipe=page-10&theme=${theme}`)
      await storeInBrowser(page, RUNS)
      await page.reload()
      await page.getByRole('link', { name: 'Train', exact: true }).click()
      await page.getByRole('button', { name: 'Try now' }).click()
      await page.getByRole('link', { name: 'Look inside' }).click()
      const run = page.getByRole('combobox', { name: 'Run', exact: true })
      await run.selectOption({ label: 'quiet lathe, 88.8%' })
      await page.getByRole('button', { name: /cats predicted as dogs$/ }).click()
      await page.waitForTimeout(1500)
      const path = `.cache/screens/inside-stored-${width}-${theme}.png`
      await page.screenshot({ path, fullPage: true })
      await run.selectOption({ label: 'Run in progress' })
      await page.getByRole('button', { name: 'A test image' }).click()
      await expect(page.locator('.picture-views')).toBeVisible()
      for (const id of ['filters', 'layers', 'activations']) {
        await page.locator(`#${id}`).evaluate((element) => element.scrollIntoView())
        await page.waitForTimeout(300)
        const ask = page.locator(`#${id}`).getByRole('button', { name: /^(Read the|Time the)/ })
        if (await ask.isVisible()) await ask.click()
      }
      await page.waitForTimeout(1500)
      await page.mouse.move(0, 0)
      await page.screenshot({ path: `.cache/screens/inside-${width}-${theme}.png`, fullPage: true })
    }
  })

  test(`inside before a run at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    for (const theme of ['light', 'dark']) {
      await page.goto(`/?view=inside&recipe=page-10&theme=${theme}`)
      await expect(page.getByRole('img', { name: /^a frog, training image/ })).toHaveCount(4)
      await page.waitForTimeout(600)
      await page.screenshot({
        path: `.cache/screens/inside-before-${width}-${theme}.png`,
        fullPage: true,
      })
    }
  })
}

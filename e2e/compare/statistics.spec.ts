import { expect, test } from '@playwright/test'
import { presetChoice, withToggle } from '../../src/recipe/choice.ts'
import { openCompare } from '../support/compare-page.ts'
import { storedRun, storeInBrowser } from '../support/stored-runs.ts'

const QUICK = presetChoice('quick')
const SAMPLE = { dataset: 'sample', testImages: 1000, trainImages: 5000 } as const

test('statistics fit the number of test images and seeds', async ({ page }) => {
  const title = page.getByRole('heading', { level: 1 })
  const lead = page.locator('.finding')

  await test.step('one seed each on 1,000 images', async () => {
    const runs = [
      storedRun(1, { choice: QUICK, accuracy: 0.649, record: SAMPLE }),
      storedRun(1, {
        choice: withToggle(QUICK, 'batchNorm', false),
        accuracy: 0.636,
        record: SAMPLE,
      }),
    ]
    await openCompare(page, runs, `&runs=${runs.map(({ entry }) => entry.id).join(',')}`)
    await expect(title).toHaveText(
      / is 1\.30 points above .*; with one seed each that may be chance$/,
    )
    await expect(lead).toContainText('One seed gives no confidence interval')
    await expect(lead).toContainText('a standard deviation of about 1.5 points')
  })

  await test.step('one seed each, far apart', async () => {
    const runs = [0.649, 0.514].map((accuracy, i) =>
      storedRun(1, {
        choice: withToggle(QUICK, 'batchNorm', i === 0),
        accuracy,
        record: SAMPLE,
      }),
    )
    await storeInBrowser(page, runs)
    await page.goto(`/?view=compare&runs=${runs.map(({ entry }) => entry.id).join(',')}`)
    await expect(title).toHaveText(/ is 13\.50 points above .*, which is more than chance$/)
    await expect(lead).toContainText('One seed gives no confidence interval')
  })

  await test.step('three seeds near 100%', async () => {
    const runs = [0.999, 0.996, 1].map((accuracy, i) =>
      storedRun(i + 1, { choice: QUICK, accuracy, record: SAMPLE }),
    )
    await storeInBrowser(page, runs)
    await page.reload()
    await page.getByRole('checkbox', { name: /^Plot / }).check()
    await expect(lead).toContainText(
      /Mean of 3\sseeds, 95% confidence interval 99\.\d\d to 100\.00%/,
    )
  })

  await test.step('the same recipe and seed twice', async () => {
    const runs = [0.649, 0.651].map((accuracy, i) =>
      storedRun(1, { choice: QUICK, accuracy, hoursAgo: i + 1, record: SAMPLE }),
    )
    await storeInBrowser(page, runs)
    const ids = runs.map(({ entry }) => entry.id).join(',')
    await page.goto(`/?view=compare&seeds=apart&runs=${ids}`)
    await expect(title).toHaveText(/ are the same run twice$/)
    await expect(lead).not.toContainText('chance')
  })
})

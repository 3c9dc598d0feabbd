import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from '../support/axe.ts'
import { aWeekOfRuns, storeInBrowser } from '../support/stored-runs.ts'
import { GPU_SCRIPT, openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { NO_DATA, replaceWorker, SYNTHETIC_GPU } from '../support/replay/fake-worker.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

// e2e/whole-page/journey.long.spec.ts runs axe after a real run, and on its inspected network.

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

test('axe finds nothing on Train before a run, with an image error and an open recipe', async ({
  page,
}) => {
  const error = { message: 'data_batch_3.bin is truncated.', advice: 'Fetch it again.' }
  const source = { kind: 'server', name: 'this server' } as const
  await openReplayed(page, {
    adapter: { ...SYNTHETIC_GPU, software: true },
    data: { ...NO_DATA, phase: 'downloading', source, bytesDone: 6e7, bytesTotal: 18e7, error },
  })
  await button(page, /^Recipe/).click()
  await expect(page.getByRole('radiogroup', { name: 'Base recipe' })).toBeVisible()
  await page.evaluate(() => {
    for (const group of document.querySelectorAll('details')) group.open = true
  })
  await expectAccessible(page, 'before')
})

test(
  'axe finds nothing on Train during a run, and in the GPU panel',
  { tag: '@long' },
  async ({ page }) => {
    await openReplayed(page, { onTrain: upTo(runOf('full', 0.942), 51) })
    await button(page, 'Train to 94%').click()
    await expect(page.locator('.readouts')).toContainText('epoch 15')
    await expectAccessible(page, 'running')
    await page.keyboard.press('g')
    await expect(page.getByRole('dialog', { name: 'This GPU' })).toBeVisible()
    await page.locator('.limits').evaluate((limits) => limits.setAttribute('open', ''))
    await expectAccessible(page, 'this GPU')
  },
)

test(
  'axe finds nothing on Train after a run that reached the line, and a failed one',
  { tag: '@long' },
  async ({ page }) => {
    const failed = {
      type: 'failed',
      step: 900,
      message: 'The GPU was lost.',
      advice: 'Run it again.',
      saved: null,
    } as const
    await openReplayed(page, { onTrain: upTo(runOf('full', 0.942)) })
    await button(page, 'Train to 94%').click()
    await page.getByText('Numbers as a table').click()
    await expect(page.getByRole('table')).toBeVisible()
    await expect(page.locator('h1.numeral')).toBeVisible()
    await expectAccessible(page, 'done')
    await openReplayed(page, {
      onTrain: [
        ...upTo(runOf('full', 0.942), 30),
        { after: 0, event: { type: 'trainer', event: failed } },
      ],
    })
    await button(page, 'Train to 94%').click()
    await expect(page.getByRole('alert')).toBeVisible()
    await expectAccessible(page, 'failed')
  },
)

test('axe finds nothing on Compare, with and without runs', async ({ page }) => {
  const runs = aWeekOfRuns()
  await replaceWorker(page, GPU_SCRIPT)
  await page.goto('/?view=compare')
  await expect(button(page, 'Go to Train')).toBeVisible()
  await expectAccessible(page, 'empty')
  await storeInBrowser(page, runs)
  await page.goto(`/?view=compare&runs=${runs[0].entry.id},${runs[1].entry.id},${runs[6].entry.id}`)
  await button(page, /^Details of .*5.seeds/).click()
  await page.getByText('Numbers as a table').click()
  await button(page, 'Measure each trick').click()
  await expectAccessible(page, 'runs')
})

test('axe finds nothing on a phone, with the recipe as a sheet', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openReplayed(page)
  await button(page, /^Recipe/).click()
  await expect(page.getByRole('dialog', { name: 'Recipe' })).toBeVisible()
  await expectAccessible(page, 'sheet')
})

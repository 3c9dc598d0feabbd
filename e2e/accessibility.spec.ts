import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { aWeekOfRuns, keepInBrowser } from './kept-runs.ts'
import { GPU_SCRIPT, openReplayed, runOf } from './replay/open-replayed.ts'
import { NO_DATA, replaceWorker, SYNTHETIC_GPU } from './replay/fake-worker.ts'
import { upTo } from './replay/synthetic-run.ts'

// What a run has been through shows more: e2e/journey.spec.ts has axe look at that, and at the network inside.

const key = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }))

test('axe finds nothing on Train before a run, with a fault in the images and a recipe wide open', async ({
  page,
}) => {
  const error = { message: 'data_batch_3.bin is cut short.', advice: 'Fetch it again.' }
  const source = { kind: 'server', name: 'this server' } as const
  await openReplayed(page, {
    adapter: { ...SYNTHETIC_GPU, software: true },
    data: { ...NO_DATA, phase: 'downloading', source, bytesDone: 6e7, bytesTotal: 18e7, error },
  })
  await key(page, /^Recipe/).click()
  await expect(page.getByRole('radiogroup', { name: /rung/ })).toBeVisible()
  await page.evaluate(() => {
    for (const group of document.querySelectorAll('details')) group.open = true
  })
  await expectAccessible(page, 'before')
})

test('axe finds nothing on Train in a run, and in what tells of the GPU', async ({ page }) => {
  await openReplayed(page, { onTrain: upTo(runOf('full', 0.942), 51) })
  await key(page, 'Train to 94%').click()
  await expect(page.locator('.readouts')).toContainText('epoch 15')
  await expectAccessible(page, 'running')
  await page.keyboard.press('g')
  await expect(page.getByRole('dialog', { name: 'This GPU' })).toBeVisible()
  await page.locator('.limits').evaluate((limits) => limits.setAttribute('open', ''))
  await expectAccessible(page, 'this GPU')
})

test('axe finds nothing on Train after a run that met the line, and one that failed', async ({
  page,
}) => {
  const failed = {
    type: 'failed',
    step: 900,
    message: 'This tab lost the GPU.',
    advice: 'Run it again.',
    kept: null,
  } as const
  await openReplayed(page, { onTrain: upTo(runOf('full', 0.942)) })
  await key(page, 'Train to 94%').click()
  await page.getByText('The same numbers as a table').click()
  await expect(page.getByRole('table')).toBeVisible()
  await expectAccessible(page, 'done')
  await openReplayed(page, {
    onTrain: [
      ...upTo(runOf('full', 0.942), 30),
      { after: 0, event: { type: 'trainer', event: failed } },
    ],
  })
  await key(page, 'Train to 94%').click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expectAccessible(page, 'failed')
})

test('axe finds nothing on Compare, with and without runs', async ({ page }) => {
  const runs = aWeekOfRuns()
  await replaceWorker(page, GPU_SCRIPT)
  await page.goto('/?place=compare')
  await expect(key(page, 'Go to Train')).toBeVisible()
  await expectAccessible(page, 'empty')
  await keepInBrowser(page, runs)
  await page.goto(
    `/?place=compare&runs=${runs[0].entry.id},${runs[1].entry.id},${runs[6].entry.id}`,
  )
  await key(page, /^More on .*5.seeds/).click()
  await page.getByText('The same numbers as a table').click()
  await key(page, 'Take one trick out at a time').click()
  await expectAccessible(page, 'runs')
})

test('axe finds nothing on a phone, with the recipe as a sheet', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openReplayed(page)
  await key(page, /^Recipe/).click()
  await expect(page.getByRole('dialog', { name: 'Recipe' })).toBeVisible()
  await expectAccessible(page, 'sheet')
})

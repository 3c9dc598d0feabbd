import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { NO_DATA } from '../support/replay/fake-worker.ts'
import { GPU_SCRIPT, openReplayed } from '../support/replay/open-replayed.ts'
import { syntheticRun, upTo } from '../support/replay/synthetic-run.ts'

// The same number is written the same way in every view.

/** A run of 8.875 epochs. */
const RUN = syntheticRun({
  request: { choice: presetChoice('e1-32'), seed: 1, dataset: 'full', engine: 'wgsl' },
  seconds: 79,
  accuracy: 0.942,
  testImages: 10_000,
  trainImages: 50_000,
  adapter: GPU_SCRIPT.adapter.name ?? '',
})

test('epochs, accuracy and time agree during a run, after it, in Compare and in a file', async ({
  page,
}) => {
  await openReplayed(page, { onTrain: upTo(RUN, 5), onLaterTrain: [upTo(RUN)] }, '?recipe=e1-32')
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  const figures = page.locator('.readouts')
  await expect(figures).toContainText('of 8.9')
  // Before a tenth is done, the time left is the estimate.
  await expect(figures).toContainText(/from a 2\ss test/)
  await expect(figures).not.toContainText('±')
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('button', { name: 'Run again' }).click()
  const title = page.getByRole('heading', { level: 1 })
  await expect(title).toHaveText('94.2% in 79.0 s')
  await page.getByRole('slider').press('End')
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', /^epoch 8\.9: /)

  await page.getByRole('link', { name: 'Compare' }).click()
  const finished = page.locator('.runs > li').filter({ hasText: /79\.0\ss/ })
  await expect(finished).toContainText('94.2%')
  await finished.getByRole('checkbox', { name: /^Plot / }).check()
  await expect(page.locator('text.label', { hasText: '94.2' })).toHaveCount(1)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export as CSV' }).click()
  const lines = await readFile(await (await download).path(), 'utf8')
  expect(lines).toMatch(/,94\.2\b/)
  expect(lines).not.toMatch(/\d\.\d{7}/)
})

test('the announced download has the size that its progress counts to', async ({ page }) => {
  const data = {
    ...NO_DATA,
    phase: 'downloading',
    source: { kind: 'server', name: 'this server' },
    choices: [{ kind: 'server', title: 'The server of this page', bytes: 184_380_000 }],
    bytesDone: 64_000_000,
    bytesTotal: 184_380_000,
  } as const
  await openReplayed(page, {
    data,
    onTrain: [{ after: 0, event: { type: 'preparing', what: 'data' } }],
  })
  await expect(page.locator('.strip')).toContainText(/downloads the rest \(61 of 176\sMB done\)/)
  await expect(page.getByRole('listitem').filter({ hasText: 'This server' })).toContainText(
    /176\sMB/,
  )
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(page.locator('.strip')).toContainText(/61 of 176\sMB/)
  // A screen reader hears words where others see faint zeros.
  await expect(page.locator('.readouts')).toContainText('not yet tested')
})

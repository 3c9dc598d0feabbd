import { expect, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { runToHash } from '../../src/runs/share/link.ts'
import { syntheticRecord } from '../../src/runs/testing/records.ts'
import { commandsOf } from '../support/replay/fake-worker.ts'
import { openReplayed as open, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

const SHARED = syntheticRecord({
  epochs: 24,
  accuracy: 0.9412,
  choice: presetChoice('page-79'),
  record: { engine: 'tfjs', adapter: 'NVIDIA H100', trainSeconds: 83 },
})

test('a shared run is the curve to beat, and the result is compared with it', async ({ page }) => {
  const hash = await runToHash(SHARED)
  await open(page, { onTrain: upTo(runOf('full', 0.942)) }, hash)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Shared run: 94\.1% in 83\.0\ss/)
  const strip = page.locator('.strip')
  await expect(strip).toContainText('in your browser, on your own GPU')
  await expect(strip).toContainText('on NVIDIA H100')
  const accuracy = page.locator('.pane.accuracy')
  await expect(accuracy.locator('.recorded')).toHaveCount(1)
  await expect(accuracy.locator('.label')).toHaveText('to beat94.1')
  expect(await commandsOf(page)).toEqual([])

  await page.reload()
  const start = page.getByRole('button', { name: 'Race this run' })
  await expect(start).toHaveClass(/\bgo\b/)
  await expect(page.locator('.button.go')).toHaveCount(1)
  await start.click()
  const train = await page.evaluate(() =>
    window.replayCommands.find((command) => command.type === 'train'),
  )
  expect(train).toMatchObject({
    choice: SHARED.record.choice,
    seed: SHARED.record.seed,
    dataset: 'full',
    engine: 'tfjs',
  })
  await expect(strip).toContainText(/0\.08\spoints above the shared run \(94\.1%\), 4\ss faster\./)
  await expect(accuracy.locator('.recorded')).toHaveCount(1)
  await expect(accuracy.locator('.label', { hasText: 'to beat' })).toHaveText('to beat94.1')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save card' }).click()
  expect((await download).suggestedFilename()).toMatch(/^lab94-.+\.png$/)
})

test('the shared run stays behind the current run, and can be left for good', async ({ page }) => {
  await open(page, { onTrain: upTo(runOf('full', 0.942), 30) }, await runToHash(SHARED))
  await page.getByRole('button', { name: 'Race this run' }).click()
  const accuracy = page.locator('.pane.accuracy')
  await expect(accuracy.locator('.recorded')).toHaveCount(1)
  await expect(accuracy.locator('.label', { hasText: 'to beat' })).toHaveCount(1)
  await expect(accuracy).toContainText('behind it in grey')
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('button', { name: 'lab94 home' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('9,400 of 10,000')
  await expect(page).not.toHaveURL(/race=/)
  await expect(accuracy.locator('.label', { hasText: 'to beat' })).toHaveCount(0)
})

test('a shared run on the shipped images is raced on them, without a line at 94%', async ({
  page,
}) => {
  const { record, steps } = syntheticRecord({
    epochs: 24,
    accuracy: 0.68,
    choice: presetChoice('page-79'),
    record: { dataset: 'sample', trainImages: 5000, testImages: 1000, stepsPerEpoch: 10 },
  })
  const tests = record.tests.map((each, i) => ({ ...each, step: 10 * (i + 1) }))
  const run = { record: { ...record, tests, steps: 240, stepsTaken: 240 }, steps }
  await open(page, {}, await runToHash(run))
  await expect(page.locator('.pane.accuracy .recorded')).toHaveCount(1)
  await expect(page.locator('.goal')).toHaveCount(0)
  await expect(page.locator('.strip')).not.toContainText('downloads')
  await page.getByRole('button', { name: 'Race this run' }).click()
  const train = await page.evaluate(() =>
    window.replayCommands.find((command) => command.type === 'train'),
  )
  expect(train).toMatchObject({ dataset: 'sample' })
})

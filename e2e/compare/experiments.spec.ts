import { expect, test } from '@playwright/test'
import { presetChoice, withToggle } from '../../src/recipe/choice.ts'
import {
  flatDirections,
  forgettingTest,
  largerBatches,
  regimes,
  stressTest,
  tuning,
} from '../support/stored-experiments.ts'
import { storedRun } from '../support/stored-runs.ts'
import { commandsOf } from '../support/replay/fake-worker.ts'
import { openCompare } from '../support/compare-page.ts'

// Experiments on stored runs, and the missing runs that they queue.

test('ablates a recipe and shows the effect of each trick', async ({ page }) => {
  const base = presetChoice('page-10')
  const without = withToggle(base, 'labelSmoothing', false)
  const runs = [1, 2, 3].flatMap((seed) => [
    storedRun(seed, { choice: base, accuracy: 0.94 + seed / 5000 }),
    storedRun(seed, { choice: without, accuracy: 0.93 + seed / 5000, seconds: 72 }),
  ])
  await openCompare(page, runs, '&recipe=page-10', 20)
  await page.getByRole('button', { name: 'Measure each trick' }).click()
  await page.getByRole('textbox', { name: 'Seeds' }).fill('3')
  await expect(page.locator('.plan')).toContainText(/\d+\sruns, about .* here\./)
  await page.locator('.plan summary').click()
  await page.getByRole('checkbox', { name: 'Random crop' }).uncheck()
  await page.locator('.plan').getByRole('button', { name: 'Queue them' }).click()
  const queue = page.getByRole('region', { name: 'Queue' })
  await queue.getByText('Show the runs').click()
  await expect(queue.getByRole('listitem').first()).toHaveText(
    /^\S.* off \(Bag of tricks, 10 epochs, seed 1\)/,
  )
  const table = page.locator('.ablation')
  const row = table.getByRole('row').filter({ hasText: 'Label smoothing' })
  await expect(table.getByRole('rowheader')).toHaveText(['Label smoothing'])
  await table.getByRole('button', { name: /\d+\stricks not measured yet/ }).click()
  await expect(table).toContainText('CELU')
  await expect(table).not.toContainText('Random crop')
  await expect(row).toContainText('−1.00')
  await expect(row.locator('.dot').first()).not.toHaveClass(/hollow/)
  await expect(page.locator('.statement')).toHaveText(
    'Label smoothing helps most: without it, accuracy falls by 1.0 points.',
  )
  await expect(page.getByText('Even if no trick mattered')).toBeVisible()
  await page.reload()
  await expect(row).toContainText('−1.00')
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(row).toHaveCount(0)
})

test('continues an interrupted search, and shows its result', async ({ page }) => {
  const { experiment, runs } = tuning(6)
  await openCompare(page, runs, '', 20, [experiment])
  const study = page.locator('.study-row')
  await expect(study.getByRole('heading', { name: 'Tuning' })).toBeVisible()
  await expect(study.locator('.statement')).toHaveText(/^Trial 2 is the best: 0\.\d\d points above/)
  await expect(study).toContainText(/At most 24\smore trials, about .*\./)
  await study.getByText('Numbers as a table').click()
  await expect(study.getByRole('row')).toHaveCount(7)
  await study.getByRole('button', { name: /^Queue the 1\smissing run/ }).click()
  const queue = page.getByRole('region', { name: 'Queue' })
  await queue.getByText('Show the runs').click()
  await expect(queue.getByRole('listitem')).toHaveText([/seed 1.*running/])
  await page.reload()
  await queue.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(() => commandsOf(page)).toEqual(['train'])
})

test('shows rate sweeps, flat directions, forgetting and stress', async ({ page }) => {
  const stored = [regimes(), flatDirections(), forgettingTest(), stressTest(), largerBatches()]
  const runs = stored.flatMap((each) => each.runs)
  await openCompare(
    page,
    runs,
    '&recipe=page-10',
    20,
    stored.map(({ experiment }) => experiment),
  )
  await expect(page.locator('.study-row .statement')).toHaveText([
    /^Batches of 128 do best at 2\.00, with 94\.\d%; batches of 512 do best at/,
    /^Batch size: accuracy falls by at most 0\.\d points along the flat direction and 4\.\d across it\./,
    /At 4 times the usual rate, the loss on images seen 0\.99 epochs ago is 1\d% higher/,
    /^With batch norm it learned up to a rate of .*; without, it learned up to .* The rates differ by a factor/,
    /^With batch and learning rate 4 times as large, updates are [12]\.\d+ times as large\. .* predicts 2\.00/,
  ])
  await page.getByText(/\d\smore experiments/).click()
  await page.getByRole('button', { name: 'Sweep the rate at two batch sizes' }).click()
  await expect(page.locator('.plan')).toContainText(/16\sruns, about .* here\./)
  await page.locator('.plan').getByRole('button', { name: 'Queue them' }).click()
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText('0 of 16 runs done')
})

import { expect, test } from '@playwright/test'
import type { Experiment } from '../../src/experiments/experiment.ts'
import { presetChoice } from '../../src/recipe/choice.ts'
import { presetNamed } from '../../src/recipe/presets.ts'
import { openReplayed } from '../support/replay/open-replayed.ts'
import { storedRun, storeInBrowser } from '../support/stored-runs.ts'

test('the recipe drawer shows eight recipes, and the others by series on demand', async ({
  page,
}) => {
  await openReplayed(page)
  await page.getByRole('button', { name: /^Recipe/ }).click()
  const ladder = page.getByRole('radiogroup', { name: 'Base recipe' })
  await expect(ladder.getByRole('radio')).toHaveCount(8)
  await expect(ladder.getByRole('radio').first()).toBeChecked()
  await expect(ladder.getByRole('radio').last()).toContainText(/341\ss/)
  const more = page.getByRole('button', { name: /^All \d+ recipes/ })
  await more.click()
  await expect(ladder.getByRole('group')).toHaveCount(6)
  const series = ladder.getByRole('group', { name: 'David Page’s part 8' })
  await series.getByRole('radio', { name: /CELU/ }).click()
  await page.getByRole('button', { name: 'Fewer recipes' }).click()
  await expect(ladder.getByRole('radio')).toHaveCount(9)
  await expect(ladder.getByRole('radio', { name: /CELU/ })).toBeChecked()
})

const LADDER: Experiment = {
  kind: 'ladder',
  id: 'ladder',
  createdAt: 0,
  dataset: 'full',
  engine: 'wgsl',
  seeds: [1],
  presets: ['page-79', 'page-10', 'airbench94'],
}

test('a ladder shows recipes with runs, and folds the rest', async ({ page }) => {
  await openReplayed(page)
  await storeInBrowser(page, [storedRun(1, { choice: presetChoice('page-10') })], [LADDER])
  await page.goto('/?view=compare')
  const table = page.locator('.ladder-table')
  const rows = table.getByRole('rowheader')
  await expect(rows).toHaveText([presetNamed('page-10').title])
  await table.getByRole('button', { name: /^2\srecipes not run yet/ }).press('Enter')
  await expect(rows).toHaveCount(3)
})

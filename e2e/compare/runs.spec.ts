import { expect, type Locator, type Page, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { writeRunFile } from '../../src/runs/files/run-file.ts'
import { aWeekOfRuns, storedRun } from '../support/stored-runs.ts'
import { namesOfRuns, openCompare } from '../support/compare-page.ts'
import { excessWidth } from '../support/excess-width.ts'

// The list of runs, the headline above it and the table of differences, with a scripted worker.

const rowOf = (page: Page, name: string): Locator =>
  page.locator('.runs > li').filter({ has: page.getByRole('button', { name, exact: true }) })

test('says what to do if there are no runs', async ({ page }) => {
  await openCompare(page, [])
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Compare your runs/)
  await page.getByRole('button', { name: 'Go to Train' }).click()
  await expect(page.getByRole('button', { name: 'Train to 94%' })).toBeVisible()
})

test('shows the shipped runs on request', async ({ page }) => {
  const run = storedRun(1, { record: { engine: 'pytorch', adapter: 'two cores' } })
  await page.route('**/shipped-runs.json', (route) => route.fulfill({ body: writeRunFile([run]) }))
  await openCompare(page, [])
  await page.getByRole('button', { name: /^Show 1.example run$/ }).click()
  await expect(page.locator('.runs > li')).toHaveCount(1)
  await expect(page.locator('.runs')).toContainText('shipped with lab94')
  await expect(page.locator('.finding')).toContainText('two cores, in PyTorch')
})

test('lists only differing settings, and says whether chance explains the difference', async ({
  page,
}) => {
  const runs = aWeekOfRuns()
  const [changed, firstSeed] = runs
  await openCompare(page, runs, `&runs=${changed.entry.id},${firstSeed.entry.id}`)
  const title = page.getByRole('heading', { level: 1 })
  await expect(title).toHaveText(
    new RegExp(`${changed.entry.name} is 0\\.17 points above .*1 and 5 seeds that may be chance`),
  )
  await expect(page.locator('.finding')).toContainText(/more seeds? of each would settle it/)

  const table = page.getByRole('table').filter({ hasText: 'Setting' })
  const settings = await table.getByRole('rowheader').allTextContents()
  expect(settings).toEqual(['Cutout', 'Accuracy', 'Best test', 'Time'])
  await expect(table).toContainText('8\u00a0px')
  await expect(table).toContainText(/94\.05 ± 0\.12%/)

  await page
    .getByRole('checkbox', { name: /^Plot keen|^Plot/ })
    .nth(2)
    .check()
  await expect(table.getByRole('rowheader').nth(1)).toHaveText('First layer')
  await expect(table.locator('.odd')).toHaveCount(2)
  await expect(page).toHaveURL(/runs=[0-9a-f]{16}%2C[0-9a-f]{16}%2C[0-9a-f]{16}/)
})

test('names every setting in words, not by its field', async ({ page }) => {
  const runs = [
    storedRun(1),
    storedRun(1, { choice: presetChoice('airbench94') }),
    storedRun(1, { choice: presetChoice('page-bkj') }),
    storedRun(1, { choice: presetChoice('e1-32'), record: { dataset: 'sample' } }),
    storedRun(1, { choice: presetChoice('fenwicks') }),
    storedRun(1, { choice: presetChoice('quick'), record: { engine: 'tfjs' } }),
  ]
  await openCompare(page, runs, `&runs=${runs.map(({ entry }) => entry.id).join(',')}`)
  await page.getByRole('button', { name: /^Show all \d+ settings$/ }).click()
  const table = page.getByRole('table').filter({ hasText: 'Setting' })
  const names = await table.getByRole('rowheader').allTextContents()
  expect(names.length).toBeGreaterThan(40)
  const cells = await table.getByRole('cell').allTextContents()
  const fields = [...names, ...cells].filter((words) => /\b[a-z]+[A-Z]|[a-z]\.[a-z]/.test(words))
  expect(fields).toEqual(['TensorFlow.js'])
})

test('lists, searches, sorts and groups runs', async ({ page }) => {
  const runs = aWeekOfRuns()
  await openCompare(page, runs)
  await expect.poll(() => namesOfRuns(page)).toHaveLength(6)
  await page.getByRole('checkbox', { name: 'Group seeds' }).uncheck()
  await expect(page).toHaveURL(/seeds=apart/)
  await page.getByRole('button', { name: /^Show 2 more/ }).click()
  await expect.poll(() => namesOfRuns(page)).toHaveLength(10)
  // In stock Firefox, Playwright's `fill` sets the value in a way that React does not notice.
  await page.getByRole('searchbox').pressSequentially('whitening off')
  await expect.poll(() => namesOfRuns(page)).toEqual([runs[6].entry.name])
  await page.getByRole('searchbox').fill('')
  await page.getByLabel('Sort').selectOption('accuracy')
  await expect.poll(async () => (await namesOfRuns(page))[0]).toBe(runs[0].entry.name)
  await expect(page).toHaveURL(/=accuracy/)
  await page.reload()
  await expect(page.getByLabel('Sort')).toHaveValue('accuracy')
})

test('renames, stars, annotates, deletes and restores runs, and stores the changes', async ({
  page,
}) => {
  const runs = aWeekOfRuns()
  await openCompare(page, runs)
  const { name } = runs[6].entry
  await page.getByRole('button', { name: `Details of ${name}` }).click()
  await page.getByLabel('Name').fill('without whitening')
  await page.getByLabel('Name').press('Enter')
  await page.getByLabel('Note').fill('falls by 1.2 points')
  await page.getByRole('button', { name: 'Star without whitening' }).click()
  await page.reload()
  await expect(rowOf(page, 'without whitening').locator('.star')).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await page.getByRole('button', { name: 'Details of without whitening' }).click()
  await expect(page.getByLabel('Note')).toHaveValue('falls by 1.2 points')

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(rowOf(page, 'without whitening')).toHaveCount(0)
  await expect(page.getByRole('status').filter({ hasText: 'deleted' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rowOf(page, 'without whitening')).toHaveCount(1)
  await page.reload()
  await expect(rowOf(page, 'without whitening')).toHaveCount(1)
})

test('works by keyboard only', async ({ page }) => {
  const runs = aWeekOfRuns()
  await openCompare(page, runs)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(page.locator('.runs > li').nth(1)).toHaveAttribute('data-drawn', 'false')
  await page.keyboard.press('k')
  await page.keyboard.press('s')
  await expect(page.locator('.runs > li').first().locator('.star')).toHaveAttribute(
    'aria-pressed',
    'false',
  )
  await page.getByRole('searchbox').press('x')
  await expect(page.getByRole('searchbox')).toHaveValue('x')
})

test('fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openCompare(page, aWeekOfRuns())
  expect(await excessWidth(page)).toBe(0)
  await page
    .getByRole('button', { name: /^Details of / })
    .first()
    .click()
  expect(await excessWidth(page)).toBe(0)
})

for (const width of [390, 1440]) {
  test(`fits ${width} pixels with names, notes and devices of any width and direction`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 })
    const record = { adapter: 'W'.repeat(60), browser: 'M'.repeat(60) }
    await openCompare(page, [
      storedRun(1, { accuracy: 0.94, entry: { name: 'W'.repeat(60) }, record }),
      storedRun(1, {
        choice: presetChoice('airbench94'),
        accuracy: 0.93,
        entry: { name: '<b>'.repeat(20), note: 'W'.repeat(300) },
      }),
      storedRun(1, {
        choice: presetChoice('page-79'),
        accuracy: 0.92,
        entry: { name: 'ניסוי\u202e 5' },
      }),
    ])
    expect(await excessWidth(page)).toBe(0)
    for (const name of await page.getByRole('checkbox', { name: /^Plot / }).all())
      await name.check()
    await expect(rowOf(page, '\u2068ניסוי 5\u2069')).toBeVisible()
    for (const details of await page.getByRole('button', { name: /^Details of / }).all()) {
      await details.click()
      expect(await excessWidth(page)).toBe(0)
    }
  })
}

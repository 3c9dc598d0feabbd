import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page, test } from '@playwright/test'
import type { Experiment } from '../src/experiments/experiment.ts'
import { presetChoice, withToggle } from '../src/recipe/choice.ts'
import { readRunFile, writeRunFile } from '../src/runs/files/run-file.ts'
import type { StoredRun } from '../src/runs/history/entry.ts'
import { runToHash } from '../src/runs/share/link.ts'
import { syntheticRecord } from '../src/runs/test-records.ts'
import {
  flatDirections,
  forgettingTest,
  largerBatches,
  regimes,
  stressTest,
  tuning,
} from './kept-experiments.ts'
import { aWeekOfRuns, keepInBrowser, keptRun } from './kept-runs.ts'
import { commandsOf, NO_DATA, replaceWorker, SYNTHETIC_GPU } from './replay/fake-worker.ts'
import { syntheticRun, upTo } from './replay/synthetic-run.ts'

// The Compare place over runs that never were, under a worker that answers from a script.

const EVENTS = syntheticRun({
  request: { choice: presetChoice('page-10'), seed: 1, dataset: 'full', engine: 'wgsl' },
  seconds: 70,
  accuracy: 0.941,
  testImages: 10_000,
  trainImages: 50_000,
  adapter: 'synthetic run, no GPU',
})

async function open(
  page: Page,
  runs: readonly StoredRun[],
  query = '',
  until = Infinity,
  experiments: readonly Experiment[] = [],
) {
  await replaceWorker(page, {
    adapter: SYNTHETIC_GPU,
    estimate: { seconds: 79, secondsLow: 68, secondsHigh: 101, sampleSeconds: 8 },
    data: NO_DATA,
    onTrain: upTo(EVENTS, until),
  })
  await page.goto('/')
  await keepInBrowser(page, runs, experiments)
  await page.goto(`/?place=compare${query}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

const rowOf = (page: Page, name: string): Locator =>
  page.locator('.runs > li').filter({ has: page.getByRole('button', { name, exact: true }) })
const names = (page: Page) => page.locator('.runs > li .plain').allTextContents()
const withoutSpaces = (texts: readonly string[]) => texts.map((text) => text.replace('\u00a0', ' '))

test('says what to do where there is no run yet', async ({ page }) => {
  await open(page, [])
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/kept here, side by side/)
  await page.getByRole('button', { name: 'Go to Train' }).click()
  await expect(page.getByRole('button', { name: 'Train to 94%' })).toBeVisible()
})

test('shows the runs that come with the page, when asked', async ({ page }) => {
  const run = keptRun(1, { record: { engine: 'pytorch', adapter: 'two cores' } })
  await page.route('**/shipped-runs.json', (route) => route.fulfill({ body: writeRunFile([run]) }))
  await open(page, [])
  await page.getByRole('button', { name: /^Show 1.example run$/ }).click()
  await expect(page.locator('.runs > li')).toHaveCount(1)
  await expect(page.locator('.runs')).toContainText('shipped with lab94')
  await expect(page.locator('.finding')).toContainText('two cores, in PyTorch')
})

test('compares only what differs, and says what of it chance explains', async ({ page }) => {
  const runs = aWeekOfRuns()
  const [changed, firstSeed] = runs
  await open(page, runs, `&runs=${changed.entry.id},${firstSeed.entry.id}`)
  const title = page.getByRole('heading', { level: 1 })
  await expect(title).toHaveText(
    new RegExp(`${changed.entry.name} is 0\\.17 points above .*1 and 5 seeds that may be chance`),
  )
  await expect(page.locator('.finding')).toContainText(/more seeds? of each would settle it/)

  const table = page.getByRole('table').filter({ hasText: 'Setting' })
  const settings = await table.getByRole('rowheader').allTextContents()
  expect(settings).toEqual(['Cutout', 'Accuracy', 'Best test', 'Time'])
  await expect(table).toContainText('8 pixels')
  await expect(table).toContainText(/94\.05 ± 0\.12%/)

  await page
    .getByRole('checkbox', { name: /^Draw keen|^Draw/ })
    .nth(2)
    .check()
  await expect(table.getByRole('rowheader').nth(1)).toHaveText('First layer')
  await expect(table.locator('.odd')).toHaveCount(2)
  await expect(page).toHaveURL(/runs=[0-9a-f]{16}%2C[0-9a-f]{16}%2C[0-9a-f]{16}/)
})

test('lists, searches, orders and groups runs', async ({ page }) => {
  const runs = aWeekOfRuns()
  await open(page, runs)
  expect(await names(page)).toHaveLength(6)
  await page.getByRole('checkbox', { name: 'Seeds as one' }).uncheck()
  await expect(page).toHaveURL(/seeds=apart/)
  await page.getByRole('button', { name: /^Show 2 more/ }).click()
  expect(await names(page)).toHaveLength(10)
  await page.getByRole('searchbox').fill('whitening off')
  expect(await names(page)).toEqual([runs[6].entry.name])
  await page.getByRole('searchbox').fill('')
  await page.getByLabel('Order').selectOption('accuracy')
  expect((await names(page))[0]).toBe(runs[0].entry.name)
  await page.reload()
  await expect(page.getByLabel('Order')).toHaveValue('accuracy')
})

test('renames, stars, notes, deletes and puts back, for the next visit too', async ({ page }) => {
  const runs = aWeekOfRuns()
  await open(page, runs)
  const { name } = runs[6].entry
  await page.getByRole('button', { name: `More on ${name}` }).click()
  await page.getByLabel('Name').fill('without whitening')
  await page.getByLabel('Name').press('Enter')
  await page.getByLabel('Note').fill('falls by 1.2 points')
  await page.getByRole('button', { name: 'Star without whitening' }).click()
  await page.reload()
  await expect(rowOf(page, 'without whitening').locator('.star')).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await page.getByRole('button', { name: 'More on without whitening' }).click()
  await expect(page.getByLabel('Note')).toHaveValue('falls by 1.2 points')

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(rowOf(page, 'without whitening')).toHaveCount(0)
  await expect(page.getByRole('status').filter({ hasText: 'deleted' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rowOf(page, 'without whitening')).toHaveCount(1)
  await page.reload()
  await expect(rowOf(page, 'without whitening')).toHaveCount(1)
})

test('draws curves by epoch, step or second, smoothed, with one crosshair', async ({ page }) => {
  const runs = aWeekOfRuns()
  await open(page, runs, `&runs=${runs[0].entry.id},${runs[6].entry.id}`)
  const lines = page.locator('.curves .accuracy .compared')
  await expect(lines).toHaveCount(2)
  const slider = page.getByRole('slider', { name: 'Crosshair' })
  await slider.focus()
  await page.keyboard.press('Home')
  await expect(slider).toHaveAttribute('aria-valuetext', /^epoch 1: .* \d\d\.\d%, .* \d\d\.\d%$/)
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.curves .loss .bold')).toHaveText('2')
  await expect(page.locator('.curves .accuracy .held')).toHaveCount(2)

  await page.getByRole('radio', { name: 'Seconds' }).check()
  await expect(page).toHaveURL(/x=seconds/)
  await expect(page.locator('.curves .loss')).toContainText('s 0')
  await page.getByRole('slider', { name: 'Smoothing' }).fill('3')
  await expect(page).toHaveURL(/smooth=1/)
  await expect(page.locator('.curves .accuracy .measured')).toHaveCount(2)
  await page.getByRole('radio', { name: 'Training' }).check()
  await expect(page.locator('.curves .loss .thin')).toHaveCount(2)
})

test('gives the numbers behind the curves, to be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const runs = aWeekOfRuns()
  await open(page, runs, `&runs=${runs[0].entry.id}`)
  await page.getByText('The same numbers as a table').click()
  await expect(page.locator('.curves').getByRole('row')).toHaveCount(11)
  await page.getByRole('button', { name: 'Copy as CSV' }).click()
  const csv = await page.evaluate(() => navigator.clipboard.readText())
  expect(csv.split('\r\n')[0]).toMatch(/^run,epoch,step,seconds,"accuracy, %"/)
  expect(csv.trim().split('\r\n')).toHaveLength(11)
  await page.getByRole('button', { name: 'Copy as Markdown' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toHaveCount(2)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\| run \| epoch/)
})

test('saves curves and a card as pictures', async ({ page }) => {
  const runs = aWeekOfRuns()
  await open(page, runs)
  const saved = async (act: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()])
    const png = await readFile(await download.path())
    return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), bytes: png.length }
  }
  const curves = await saved(() => page.getByRole('button', { name: 'Save as PNG' }).click())
  expect(curves).toMatchObject({ width: 2400, height: 1440 })
  expect(curves.bytes).toBeGreaterThan(20_000)
  await page.getByRole('button', { name: `More on ${runs[0].entry.name}` }).click()
  const card = await saved(() => page.getByRole('button', { name: 'Save card' }).click())
  expect(card).toMatchObject({ width: 1200, height: 630 })
  expect(card.bytes).toBeGreaterThan(15_000)
})

test('writes all runs to a file, and reads them in a browser that has none', async ({
  page,
  browser,
}) => {
  const runs = aWeekOfRuns()
  await open(page, runs)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export all as JSON' }).click(),
  ])
  const path = await download.path()
  expect(readRunFile(await readFile(path, 'utf8'))?.runs).toHaveLength(10)

  const fresh = await browser.newContext()
  const other = await fresh.newPage()
  await open(other, [])
  const transfer = await other.evaluateHandle(
    (text) => {
      const data = new DataTransfer()
      data.items.add(new File([text], 'runs.json', { type: 'application/json' }))
      return data
    },
    await readFile(path, 'utf8'),
  )
  await other.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  await expect(other.locator('.notice')).toContainText(/10\sruns opened\./)
  const wanted = withoutSpaces(await names(page)).sort()
  await expect.poll(async () => withoutSpaces(await names(other)).sort()).toEqual(wanted)
  await expect(other.locator('.runs')).toContainText('from a file, not verified here')
  await fresh.close()
})

test('says so where a file or a link holds no run', async ({ page }) => {
  await open(page, [])
  await page.getByRole('button', { name: 'Open a link' }).click()
  await page.getByLabel('A link to a run').fill('https://example.org/#run=1.zzzz')
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.locator('.notice')).toHaveText(/This link holds no run lab94 can read\./)
  await page.setInputFiles('input[type=file]', {
    name: 'shopping.json',
    mimeType: 'application/json',
    buffer: Buffer.from('["milk"]'),
  })
  await expect(page.locator('.notice')).toHaveText(/shopping\.json holds no runs/)
  await page.getByRole('button', { name: 'Put this away' }).click()
  await expect(page.locator('.notice')).toHaveCount(0)
})

test('opens a link with curves, result and device, and starts nothing by itself', async ({
  page,
}) => {
  const run = syntheticRecord({ epochs: 10, accuracy: 0.9417, record: { seed: 12 } })
  await open(page, [])
  await page.goto(`/${await runToHash(run)}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/94\.2% in 72\.2\ss/)
  await expect(page.locator('.finding')).toContainText('synthetic run, no GPU')
  await expect(page.locator('.finding')).toContainText('From a link, not verified here.')
  await expect(page.locator('.curves .accuracy .compared')).toHaveCount(1)
  expect(new URL(page.url()).hash).toBe('')
  expect(await commandsOf(page)).toEqual([])

  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/94\.2% in/)
  await page.goto(`/${await runToHash(run)}`)
  await expect(page.locator('.runs > li')).toHaveCount(1)

  await page.getByRole('button', { name: 'Run this here' }).click()
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible()
  await page.getByRole('link', { name: 'Compare' }).click()
  await expect(page.locator('.runs')).not.toContainText('not verified')
})

test('a run goes on while one looks elsewhere', async ({ page }) => {
  await open(page, aWeekOfRuns(), '', 40)
  await page.getByRole('link', { name: 'Train' }).click()
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(page.locator('.readouts')).toContainText('of 10')
  await page.getByRole('link', { name: 'Compare' }).click()
  const head = page.locator('.run-in-head')
  await expect(head).toContainText(/Training seed 1: epoch 6 of 10, about 30\ss left/)
  await expect(head.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '57')
  await page.getByRole('button', { name: 'Pause the run' }).click()
  await expect(head).toContainText('Paused, seed 1')
  await page.goBack()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
})

test('queues runs one after another, over a reload', async ({ page }) => {
  await open(page, [keptRun(1)], '', 30)
  await page.getByRole('button', { name: /^More on / }).click()
  await page.getByRole('button', { name: 'Repeat with four more seeds' }).click()
  const queue = page.getByRole('region', { name: 'Queue' })
  await expect(queue).toContainText(/0 of 4 runs done, about .* left\./)
  await queue.getByText('The runs in it').click()
  await expect(queue.getByRole('listitem')).toHaveText([
    /seed 2.*runs now/,
    /seed 3.*waits/,
    /seed 4.*waits/,
    /seed 5.*waits/,
  ])
  await queue.getByRole('button', { name: /^Cancel .*seed 4/ }).click()

  await page.reload()
  await expect(queue).toContainText(/0 of 3 runs done.*Paused\..*nothing starts by itself/)
  expect(await commandsOf(page)).toEqual([])
  await queue.getByRole('button', { name: 'Go on' }).click()
  await expect.poll(() => commandsOf(page)).toEqual(['train'])
  await queue.getByRole('button', { name: 'Cancel the rest' }).click()
  await expect(queue).toContainText('0 of 1 runs done')
})

test('takes a recipe apart and says what each trick is worth', async ({ page }) => {
  const base = presetChoice('page-10')
  const without = withToggle(base, 'labelSmoothing', false)
  const runs = [1, 2, 3].flatMap((seed) => [
    keptRun(seed, { choice: base, accuracy: 0.94 + seed / 5000 }),
    keptRun(seed, { choice: without, accuracy: 0.93 + seed / 5000, seconds: 72 }),
  ])
  await open(page, runs, '&recipe=page-10', 20)
  await page.getByRole('button', { name: 'Take one trick out at a time' }).click()
  await page.getByRole('textbox', { name: 'Seeds' }).fill('3')
  await expect(page.locator('.plan')).toContainText(/\d+\sruns, about .* here\./)
  await page.locator('.plan summary').click()
  await page.getByRole('checkbox', { name: 'Random crop' }).uncheck()
  await page.locator('.plan').getByRole('button', { name: 'Queue them' }).click()
  const table = page.locator('.ablation')
  await expect(table).not.toContainText('Random crop')
  const row = table.getByRole('row').filter({ hasText: 'Label smoothing' })
  await expect(row).toContainText('−1.00')
  await expect(row.locator('.dot').first()).not.toHaveClass(/hollow/)
  await expect(page.locator('.statement')).toHaveText(
    'Label smoothing is worth most: without it, accuracy falls by 1.0 points.',
  )
  await expect(page.getByText('Even if nothing mattered')).toBeVisible()
  await page.reload()
  await expect(row).toContainText('−1.00')
  await page.getByRole('button', { name: 'Put away' }).click()
  await expect(row).toHaveCount(0)
})

test('goes on with a search where it was left, and shows what it came to', async ({ page }) => {
  const { experiment, runs } = tuning(6)
  await open(page, runs, '', 20, [experiment])
  const study = page.locator('.study-row')
  await expect(study.getByRole('heading', { name: 'Tuning' })).toBeVisible()
  await expect(study.locator('.statement')).toHaveText(/^Trial 2 is the best: 0\.\d\d points above/)
  await expect(study).toContainText(/At most 24\smore trials, about .*\./)
  await study.getByText('The same numbers as a table').click()
  await expect(study.getByRole('row')).toHaveCount(7)
  await study.getByRole('button', { name: /^Queue the 1\smissing run/ }).click()
  const queue = page.getByRole('region', { name: 'Queue' })
  await queue.getByText('The runs in it').click()
  await expect(queue.getByRole('listitem')).toHaveText([/seed 1.*runs now/])
  await page.reload()
  await queue.getByRole('button', { name: 'Go on' }).click()
  await expect.poll(() => commandsOf(page)).toEqual(['train'])
})

test('sweeps rates, moves along flat directions, tests forgetting and stress', async ({ page }) => {
  const kept = [regimes(), flatDirections(), forgettingTest(), stressTest(), largerBatches()]
  const runs = kept.flatMap((each) => each.runs)
  await open(
    page,
    runs,
    '&recipe=page-10',
    20,
    kept.map(({ experiment }) => experiment),
  )
  await expect(page.locator('.study-row .statement')).toHaveText([
    /^Batches of 128 do best at 2\.00, with 94\.\d%; batches of 512 do best at/,
    /^Batch size: at most 0\.\d points are lost along the direction, and 4\.\d across it\./,
    /At 4 times its rate, the loss on images seen 0\.99 epochs ago is 1\d% above/,
    /^With batch norm it learned up to a rate of .*; without, it learned up to .* That is a factor/,
    /^Batch and rate 4 times as large make a step [12]\.\d+ times as large; .* gives 2\.00/,
  ])
  await page.getByRole('button', { name: 'Sweep the rate at two batch sizes' }).click()
  await expect(page.locator('.plan')).toContainText(/16\sruns, about .* here\./)
  await page.locator('.plan').getByRole('button', { name: 'Queue them' }).click()
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText('0 of 16 runs done')
})

test('works by keyboard alone', async ({ page }) => {
  const runs = aWeekOfRuns()
  await open(page, runs)
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
  await open(page, aWeekOfRuns())
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await page
    .getByRole('button', { name: /^More on / })
    .first()
    .click()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

import { readFile } from 'node:fs/promises'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { readSafetensors } from '../../src/model/safetensors.ts'
import { type FiledRun, readFiledRun, readRunFile } from '../../src/runs/files/run-file.ts'
import { expectAccessible } from '../support/axe.ts'
import { focused, tabTo } from '../support/focus.ts'
import { listenToWorker, lossesByStep, trainerEvents } from '../support/worker-events.ts'

// One short training of real images on SwiftShader, from the keyboard to another browser's screen.

const SLOW = { timeout: 180_000, intervals: [1000] }
const STEPS = 12

interface Made {
  readonly page: Page
  readonly losses: readonly number[]
  readonly link: string
}

let made: Made

const freshPage = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext({
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await listenToWorker(page)
  return page
}

const ended = (page: Page) =>
  expect
    .poll(
      async () => (await trainerEvents(page)).filter(({ type }) => type === 'done').length,
      SLOW,
    )
    .toBe(1)

/** The page's only stored run, as Compare exports it. */
async function exported(page: Page): Promise<{ path: string; run: FiledRun }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export all as JSON' }).click(),
  ])
  const path = await download.path()
  const [run, ...others] = readRunFile(await readFile(path, 'utf8')).map(readFiledRun)
  if (others.length > 0 || 'unreadable' in run) throw new Error('One run was expected in the file.')
  return { path, run }
}

test.describe.serial('a run', () => {
  test.afterAll(() => made.page.context().close())

  test('is set up, started, watched and shared by keyboard only', async ({ browser }) => {
    const page = await freshPage(browser)
    await page.goto(`/?recipe=tiny&set.length.count=${STEPS}`)
    await expect(page.locator('.panes')).toBeVisible()
    await tabTo(page, /^Recipe/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('complementary', { name: 'Recipe' })).toBeVisible()
    await tabTo(page, /^Close the recipe$/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('complementary')).toHaveCount(0)
    await tabTo(page, /^Try now$/)
    await page.keyboard.press('Enter')
    await ended(page)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('%')
    expect((await focused(page))?.words).toBe('Run seed 2')
    await tabTo(page, /^Copy link$/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const losses = await lossesByStep(page)
    expect(losses).toHaveLength(STEPS)
    made = { page, losses, link }
    await tabTo(page, /^Numbers as a table$/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('table')).toBeVisible()
  })

  test('shows its mistakes and correct images, and exports its weights', async () => {
    const { page } = made
    const wrong = page.getByRole('region', { name: /^12.most confident mistakes/ })
    await expect(wrong.getByRole('listitem')).toHaveCount(12)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save weights' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^lab94-\w+-\w+\.safetensors$/)
    const { tensors, metadata } = readSafetensors(await readFile(await download.path()))
    expect(Object.keys(tensors).length).toBeGreaterThan(5)
    expect(metadata).toMatchObject({ format: 'lab94-weights-1', step: String(STEPS) })
  })

  test('passes axe below its curves and in Look inside', async () => {
    const { page } = made
    await expectAccessible(page, 'Train')
    await page.getByRole('link', { name: 'Look inside' }).click()
    await expect(page.getByRole('img', { name: /^a frog, training image/ })).toHaveCount(4)
    await expectAccessible(page, 'Look inside')
  })

  test('survives an export and import unchanged', async ({ browser }) => {
    const { page } = made
    await page.getByRole('link', { name: 'Compare' }).click()
    const { path, run } = await exported(page)
    const other = await freshPage(browser)
    await other.goto('/?view=compare')
    await other.setInputFiles('input[type=file]', path)
    await expect(other.locator('.runs > li')).toHaveCount(1)
    expect((await exported(other)).run).toEqual(run)
    await other.context().close()
  })

  test('opens elsewhere from its link with its curves, and gives the same result when run there', async ({
    browser,
  }) => {
    const { page, link, losses } = made
    const { run } = await exported(page)
    const other = await freshPage(browser)
    await other.goto(link)
    const title = await page.getByRole('heading', { level: 1 }).textContent()
    await other.getByRole('button', { name: 'See it in Compare' }).click()
    await expect(other.getByRole('heading', { level: 1 })).toHaveText(title ?? '')
    const opened = (await exported(other)).run
    expect(opened.record.recipe).toEqual(run.record.recipe)
    expect(opened.record.adapter).toBe(run.record.adapter)
    expect(opened.record.tests.map(({ live }) => live)).toEqual(
      run.record.tests.map(({ live }) => live),
    )
    expect(opened.steps.loss).toHaveLength(STEPS)
    opened.steps.loss.forEach((loss, i) => expect(loss).toBeCloseTo(losses[i], 1))

    await other.getByRole('link', { name: 'Train' }).click()
    await other.getByRole('button', { name: 'Race this run' }).click()
    await ended(other)
    await expect(other.locator('.strip')).toContainText('Same result as the shared run')
    expect(await lossesByStep(other)).toEqual(losses)
    await other.getByRole('link', { name: 'Compare' }).click()
    await expect(other.locator('.runs')).toContainText('reproduced here by')
    await other.context().close()
  })
})

import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { readRunFile } from '../../src/runs/files/run-file.ts'
import { runToHash } from '../../src/runs/share/link.ts'
import { syntheticRecord } from '../../src/runs/testing/records.ts'
import { aWeekOfRuns } from '../support/stored-runs.ts'
import { commandsOf } from '../support/replay/fake-worker.ts'
import { namesOfRuns, openCompare } from '../support/compare-page.ts'

// Importing and exporting runs as files and links.

const withoutSpaces = (texts: readonly string[]) => texts.map((text) => text.replace('\u00a0', ' '))

test('exports all runs to a file, and imports them in an empty browser', async ({
  page,
  browser,
}) => {
  const runs = aWeekOfRuns()
  await openCompare(page, runs)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export all as JSON' }).click(),
  ])
  const path = await download.path()
  expect(readRunFile(await readFile(path, 'utf8'))).toHaveLength(10)

  const fresh = await browser.newContext()
  const other = await fresh.newPage()
  await openCompare(other, [])
  const transfer = await other.evaluateHandle(
    (text) => {
      const data = new DataTransfer()
      data.items.add(new File([text], 'runs.json', { type: 'application/json' }))
      return data
    },
    await readFile(path, 'utf8'),
  )
  await other.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  await expect(other.locator('.notice')).toContainText(/10\sruns added\./)
  const wanted = withoutSpaces(await namesOfRuns(page)).sort()
  await expect.poll(async () => withoutSpaces(await namesOfRuns(other)).sort()).toEqual(wanted)
  await expect(other.locator('.runs')).toContainText('from a file, not verified here')
  await fresh.close()
})

test('reports a file or link without a run', async ({ page }) => {
  await openCompare(page, [])
  await page.getByRole('button', { name: 'Open a link' }).click()
  const link = page.getByLabel('Link to a run')
  await link.fill('https://example.org/#run=1.zzzz')
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.locator('.notice')).toHaveText(/This link does not contain a readable run\./)
  await expect(link).toHaveValue('https://example.org/#run=1.zzzz')
  await page.setInputFiles('input[type=file]', {
    name: 'shopping.json',
    mimeType: 'application/json',
    buffer: Buffer.from('["milk"]'),
  })
  await expect(page.locator('.notice')).toHaveText(
    /Could not open shopping\.json\. It is not a file of runs/,
  )
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.locator('.notice')).toHaveCount(0)
})

test('opens a link with curves, result and device, without starting anything', async ({ page }) => {
  const run = syntheticRecord({ epochs: 10, accuracy: 0.9417, record: { seed: 12 } })
  await openCompare(page, [])
  const hash = await runToHash(run)
  const openLink = async () => {
    await page.getByRole('button', { name: 'Open a link' }).click()
    await page.getByLabel('Link to a run').fill(`https://example.org/${hash}`)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
  }
  await openLink()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/94\.2% in 72\.2\ss/)
  await expect(page.locator('.finding')).toContainText('synthetic run, no GPU')
  await expect(page.locator('.finding')).toContainText('From a link, not verified here.')
  await expect(page.locator('.curves .accuracy .compared')).toHaveCount(1)
  expect(await commandsOf(page)).toEqual([])

  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/94\.2% in/)
  await openLink()
  await expect(page.locator('.runs > li')).toHaveCount(1)

  await page.getByRole('button', { name: 'Run this here' }).click()
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible()
  await page.getByRole('link', { name: 'Compare' }).click()
  await expect(page.locator('.runs')).not.toContainText('not verified')
})

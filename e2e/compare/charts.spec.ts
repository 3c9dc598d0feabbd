import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { aWeekOfRuns } from '../support/stored-runs.ts'
import { openCompare } from '../support/compare-page.ts'

// The curves of stored runs: their axes, numbers and pictures.

test('draws curves by epoch, step or second, smoothed, with one crosshair', async ({ page }) => {
  const runs = aWeekOfRuns()
  await openCompare(page, runs, `&runs=${runs[0].entry.id},${runs[6].entry.id}`)
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

test('shows the numbers behind the curves, to copy', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const runs = aWeekOfRuns()
  await openCompare(page, runs, `&runs=${runs[0].entry.id}`)
  await page.getByText('Numbers as a table').click()
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
  await openCompare(page, runs)
  const saved = async (act: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()])
    const png = await readFile(await download.path())
    return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), bytes: png.length }
  }
  const curves = await saved(() => page.getByRole('button', { name: 'Save as PNG' }).click())
  expect(curves).toMatchObject({ width: 2400, height: 1440 })
  expect(curves.bytes).toBeGreaterThan(20_000)
  await page.getByRole('button', { name: `Details of ${runs[0].entry.name}` }).click()
  const card = await saved(() => page.getByRole('button', { name: 'Save card' }).click())
  expect(card).toMatchObject({ width: 1200, height: 630 })
  expect(card.bytes).toBeGreaterThan(15_000)
})

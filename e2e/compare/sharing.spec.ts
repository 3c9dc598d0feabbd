import { readFile } from 'node:fs/promises'
import { decode } from 'fast-png'
import { expect, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { hashToRun } from '../../src/runs/share/link.ts'
import { openCompare } from '../support/compare-page.ts'
import { storedRun } from '../support/stored-runs.ts'

// What a group of seeds shares, and what a repeated run says of the shared one.

const SEEDS = [0.9, 0.92, 0.9421].map((accuracy, i) =>
  storedRun(i + 1, { accuracy, hoursAgo: 3 - i }),
)

test('the card of several seeds shows them all, and the link says which one it opens', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openCompare(page, SEEDS)
  await page.getByRole('button', { name: /^Details of / }).click()
  await page.getByRole('button', { name: 'Copy link to seed 3' }).click()
  await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect((await hashToRun(new URL(link).hash)).run.record.seed).toBe(3)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Save card of 3\sseeds$/ }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/-3-seeds\.png$/)
  const { data, width, channels } = decode(await readFile(await download.path()))
  // Between the lowest and the highest seed lies the ink at 16%: 244 - 0.16 * (244 - 22).
  const column = Array.from({ length: 200 }, (_, i) => data[channels * (width * (330 + i) + 900)])
  expect(column.filter((grey) => Math.abs(grey - 208) <= 2).length).toBeGreaterThan(5)
})

test('a shared run that is repeated here says how far off it came out', async ({ page }) => {
  // The worker’s run: seed 1 of the same recipe, at 94.1%.
  const shared = storedRun(1, {
    choice: presetChoice('page-10'),
    accuracy: 0.9422,
    entry: { origin: 'link' },
  })
  await openCompare(page, [shared])
  await page.getByRole('button', { name: 'Run this here' }).first().click()
  await expect(page.locator('.strip')).toContainText(
    /0\.12\spoints below the shared run \(94\.2%\)/,
  )
  await page.getByRole('link', { name: 'Compare' }).click()
  await expect(page.locator('.runs')).toContainText(/reproduced here by .*: 0\.12\spoints lower/)
})

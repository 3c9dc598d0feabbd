import { readFile } from 'node:fs/promises'
import { decode } from 'fast-png'
import { expect, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { groupToHash, hashToGroup } from '../../src/runs/share/group-link.ts'
import { openCompare } from '../support/compare-page.ts'
import { storedRun } from '../support/stored-runs.ts'

// Sharing a group of seeds, opening its link, and repeating a shared run.

const SEEDS = [0.9, 0.92, 0.9421].map((accuracy, i) =>
  storedRun(i + 1, { accuracy, hoursAgo: 3 - i }),
)

test('the card and the link of several seeds hold them all', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openCompare(page, SEEDS)
  await page.getByRole('button', { name: /^Details of / }).click()
  await page.getByRole('button', { name: /^Copy link to 3\sseeds$/ }).click()
  await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  const linked = await hashToGroup(new URL(link).hash)
  expect(linked.map(({ run }) => run.record.seed)).toEqual([3, 1, 2])

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Save card of 3\sseeds$/ }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/-3-seeds\.png$/)
  const { data, width, channels } = decode(await readFile(await download.path()))
  // The band between the lowest and the highest seed has 16% ink: 244 - 0.16 * (244 - 22).
  const column = Array.from({ length: 200 }, (_, i) => data[channels * (width * (330 + i) + 900)])
  expect(column.filter((grey) => Math.abs(grey - 208) <= 2).length).toBeGreaterThan(5)
})

test('a repeated shared run shows the difference in accuracy', async ({ page }) => {
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

test('a link to several seeds opens their mean, in a reloaded page too, and races one of them', async ({
  page,
}) => {
  const shared = [0.942, 0.9388, 0.9412].map((accuracy, i) =>
    storedRun(i + 1, { choice: presetChoice('page-10'), accuracy }),
  )
  const hash = await groupToHash(
    shared.map(({ entry, steps }) => ({ record: entry.record, steps })),
  )
  await openCompare(page, [])
  await page.goto(`/${hash}`)
  for (let visit = 0; visit < 2; visit++) {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      /^3\sshared seeds: 94\.07 ± 0\.17%, 71\.3\ss each$/,
    )
    await expect(page.locator('.strip')).toContainText('seeds 1, 2 and 3')
    await page.reload()
  }
  await page.getByRole('button', { name: 'See it in Compare' }).click()
  const row = page.locator('.runs > li').first()
  await expect(row).toContainText('94.07')
  await expect(row).toContainText('± 0.17 between seeds')
  await page.goBack()
  await page.getByRole('button', { name: 'Race seed 1' }).click()
  await expect(page.locator('.strip')).toContainText(
    /0\.10\spoints below the shared run \(94\.2%\)/,
  )
  await expect(page.locator('.strip')).toContainText(
    /Mean of the 3\sshared seeds: 94\.07 ± 0\.17%\./,
  )
})

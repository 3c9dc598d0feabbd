import { expect, test } from '@playwright/test'
import { commandsOf } from './replay/fake-worker.ts'
import { openReplayed } from './replay/open-replayed.ts'

test('every kernel computes in the page what its reference says, and a report tells of it', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/?place=compare')
  await page
    .getByRole('button', { name: /^What computes here: .*swiftshader/i })
    .first()
    .click({ timeout: 30_000 })
  const panel = page.getByRole('dialog', { name: 'This GPU' })
  await expect(panel).toContainText('It is no GPU')
  await expect(panel).toContainText('This GPU offers no 16 bits to WebGPU.')
  await panel.getByRole('button', { name: 'Test every kernel' }).click()
  const state = panel.getByRole('status')
  await expect(state).toHaveText(/^\d+ of \d+\scases done\.$/)
  await expect(state).not.toHaveText(/done/, { timeout: 240_000 })

  await panel.getByRole('button', { name: 'Copy report' }).click()
  await expect(panel.getByRole('button', { name: 'Report copied' })).toBeVisible()
  const report = await page.evaluate(() => navigator.clipboard.readText())
  expect(report.split('\n').filter((line) => line.startsWith('- Wrong'))).toEqual([])
  const [, passed, cases] = /Kernels: complete: (\d+) of (\d+) right/.exec(report) ?? []
  expect(passed).toBe(cases)
  expect(Number(cases)).toBeGreaterThan(100)
  expect(report).toMatch(/Adapter: .*swiftshader/i)
  expect(report).toMatch(/Limits: .*maxBufferSize \d+/)
  await expect(state).toHaveText(/^All \d+\scases come out right\.$/)
})

test('opens from any place by a key, measures on demand, and gives the focus back', async ({
  page,
}) => {
  await openReplayed(page)
  const name = page.locator('.facts').getByRole('button', { name: /^What computes here/ })
  await name.press('Enter')
  const panel = page.getByRole('dialog', { name: 'This GPU' })
  await panel.getByRole('button', { name: 'Measure what it can do' }).press('Enter')
  await expect(panel.getByRole('button', { name: 'Measuring' })).toBeVisible()
  expect(await commandsOf(page)).toEqual(['peak'])
  await page.keyboard.press('r')
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(name).toBeFocused()
  await page.keyboard.press('g')
  await expect(panel).toContainText('synthetic run, no GPU')
})

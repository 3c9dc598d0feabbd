import { expect, test } from '@playwright/test'

test('every kernel matches its reference in the page, and the report says so', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/?view=compare')
  await page
    .getByRole('button', { name: /^Show details of this GPU: .*swiftshader/i })
    .first()
    .click({ timeout: 30_000 })
  const panel = page.getByRole('dialog', { name: 'This GPU' })
  await expect(panel).toContainText('This is a software renderer')
  await expect(panel).toContainText('This GPU does not support 16 bits (f16) in WebGPU.')
  await panel.getByRole('button', { name: 'Test all kernels' }).click()
  const state = panel.getByRole('status')
  await expect(state).toHaveText(/^\d+ of \d+\scases done\.$/)
  await expect(state).not.toHaveText(/done/, { timeout: 240_000 })

  await panel.getByRole('button', { name: 'Copy report' }).click()
  await expect(panel.getByRole('button', { name: 'Report copied' })).toBeVisible()
  const report = await page.evaluate(() => navigator.clipboard.readText())
  expect(report.split('\n').filter((line) => line.startsWith('- Failed'))).toEqual([])
  const [, passed, cases] = /Kernels: complete: (\d+) of (\d+) passed/.exec(report) ?? []
  expect(passed).toBe(cases)
  expect(Number(cases)).toBeGreaterThan(100)
  expect(report).toMatch(/Adapter: .*swiftshader/i)
  expect(report).toMatch(/Limits: .*maxBufferSize \d+/)
  await expect(state).toHaveText(/^All \d+\scases passed\.$/)
})

import { expect, test } from '@playwright/test'
import { commandsOf } from '../support/replay/fake-worker.ts'
import { openReplayed } from '../support/replay/open-replayed.ts'

test('opens from any view with a button, measures on demand, and returns the focus', async ({
  page,
}) => {
  await openReplayed(page)
  const name = page.locator('.facts').getByRole('button', { name: /^Show details of this GPU/ })
  await name.press('Enter')
  const panel = page.getByRole('dialog', { name: 'This GPU' })
  await panel.getByRole('button', { name: 'Measure peak speed' }).press('Enter')
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

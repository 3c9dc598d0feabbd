import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from '../support/axe.ts'
import { commandsOf } from '../support/replay/fake-worker.ts'
import { openReplayed as open } from '../support/replay/open-replayed.ts'

const tour = (page: Page) => page.locator('section.tour')
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const here = (page: Page) =>
  page.getByRole('navigation', { name: 'Views' }).locator('[aria-current=page]')

/** Waits until a stop, its view and its part of the page are visible above the panel. */
async function expectStop(page: Page, stop: number, view: string): Promise<void> {
  await expect(tour(page)).toContainText(`Stop ${stop} of 6`)
  await expect(here(page)).toHaveText(view)
  await expect(page.locator('[data-tour]')).toHaveCount(1)
  await expect(page.locator('[data-tour]')).toBeInViewport()
}

const VIEWS = ['Train', 'Train', 'Train', 'Compare', 'Look inside', 'Look inside']

test('six stops lead through the views by keyboard, on shipped data, without training', async ({
  page,
}) => {
  await open(page)
  await button(page, 'Take the six-minute tour').first().press('Enter')
  for (const [i, view] of VIEWS.entries()) {
    await expectStop(page, i + 1, view)
    await expect(tour(page).getByRole('heading')).toBeFocused()
    if (view === 'Compare') await expect(page.locator('.runs > li')).toHaveCount(1)
    if (view === 'Look inside')
      await expect(page.getByRole('main').getByRole('combobox').first()).toHaveValue('shipped')
    if (i === 0) await expectAccessible(page, 'the tour')
    await page.keyboard.press('ArrowRight')
  }
  await expect(tour(page)).toHaveCount(0)
  await expect(here(page)).toHaveText('Train')
  await expect(button(page, 'Take the six-minute tour again').first()).toBeVisible()
  expect(await commandsOf(page)).not.toContain('train')
})

test('the tour can be left at any stop, and resumes there after a reload', async ({ page }) => {
  await open(page)
  await button(page, 'Take the six-minute tour').first().click()
  for (let stop = 1; stop < 5; stop++) {
    await expectStop(page, stop, VIEWS[stop - 1])
    await button(page, 'Next').click()
  }
  await expectStop(page, 5, 'Look inside')
  await button(page, 'Back').click()
  await expectStop(page, 4, 'Compare')
  await page.keyboard.press('Escape')
  await expect(tour(page)).toHaveCount(0)
  await expect(page.locator('[data-tour]')).toHaveCount(0)
  await page.goto('/')
  await button(page, 'Resume the tour (stop 4 of 6)').first().click()
  await expectStop(page, 4, 'Compare')
  await button(page, 'Close the tour').click()
  await expect(tour(page)).toHaveCount(0)
})

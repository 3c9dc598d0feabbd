import { expect, test } from '@playwright/test'
import { aWeekOfRuns, storedRun } from '../support/stored-runs.ts'
import { commandsOf } from '../support/replay/fake-worker.ts'
import { openCompare } from '../support/compare-page.ts'

// Compare while a run trains or waits in the queue, with a scripted worker.

test('a run continues in another view', async ({ page }) => {
  await openCompare(page, aWeekOfRuns(), '', 40)
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

test('runs the queue one run at a time, across a reload', async ({ page }) => {
  await openCompare(page, [storedRun(1)], '', 30)
  await page.getByRole('button', { name: /^Details of / }).click()
  await page.getByRole('button', { name: 'Repeat with four more seeds' }).click()
  const queue = page.getByRole('region', { name: 'Queue' })
  await expect(queue).toContainText(/0 of 4 runs done, about .* left\./)
  await queue.getByText('Show the runs').click()
  await expect(queue.getByRole('listitem')).toHaveText([
    /seed 2.*running/,
    /seed 3.*waiting/,
    /seed 4.*waiting/,
    /seed 5.*waiting/,
  ])
  await queue.getByRole('button', { name: /^Cancel .*seed 4/ }).click()

  await page.reload()
  await expect(queue).toContainText(/0 of 3 runs done.*Paused\..*when the page closed/)
  expect(await commandsOf(page)).toEqual([])
  await queue.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(() => commandsOf(page)).toEqual(['train'])
  await queue.getByRole('button', { name: 'Cancel all' }).click()
  await expect(queue).toContainText('0 of 1 runs done')
})

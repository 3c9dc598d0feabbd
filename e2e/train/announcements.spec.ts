import { expect, test } from '@playwright/test'
import { openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

declare global {
  interface Window {
    announced: string[]
  }
}

test('announces each epoch to screen readers once', async ({ page }) => {
  await openReplayed(page, {
    onTrain: runOf('full', 0.942).map(({ at, event }) => ({
      after: 50 * at,
      event: { type: 'trainer', event },
    })),
  })
  await page.evaluate(() => {
    window.announced = []
    const status = document.querySelector('[role="status"]')
    if (status === null) throw new Error('There is no status element.')
    new MutationObserver(() => window.announced.push(status.textContent)).observe(status, {
      characterData: true,
      childList: true,
      subtree: true,
    })
  })
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(page.getByRole('status')).toHaveText(/^Done/)
  const announced = await page.evaluate(() => window.announced)
  expect(new Set(announced).size).toBe(announced.length)
  const epochs = announced.filter((words) => words.startsWith('Epoch '))
  expect(epochs.length).toBeGreaterThan(12)
  expect(epochs.length).toBeLessThanOrEqual(24)
})

test('animates nothing if reduced motion is preferred', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openReplayed(page, { onTrain: upTo(runOf('full', 0.942), 51) })
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  const asked = () => matchMedia('(prefers-reduced-motion: reduce)').matches
  expect(await page.evaluate(asked)).toBe(true)
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(element)
        const long = (durations: string) =>
          durations.split(',').some((duration) => Number.parseFloat(duration) > 0.001)
        return long(transitionDuration) || (animationName !== 'none' && long(animationDuration))
      })
      .map(({ tagName, className }) => `${tagName} ${String(className)}`),
  )
  expect(moving).toEqual([])
})

import { expect, test, type Page } from '@playwright/test'
import { openReplayed, runOf } from './replay/open-replayed.ts'
import { upTo } from './replay/synthetic-run.ts'

declare global {
  interface Window {
    told: string[]
  }
}

/** More elements than take the focus on the page. */
const MANY = 80

/** What has the focus: its words, and how wide a line around it shows that. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return null
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return {
      words: element.getAttribute('aria-label') ?? element.textContent.trim(),
      outline: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
    }
  })

/** Goes on from element to element until one with these words has the focus, which every one on the way must show. */
async function tabTo(page: Page, words: RegExp): Promise<void> {
  for (let i = 0; i < MANY; i++) {
    await page.keyboard.press('Tab')
    const now = await focused(page)
    if (now === null) continue
    expect(now.outline, `the line around ${now.words}`).toBeGreaterThanOrEqual(2)
    if (words.test(now.words)) return
  }
  throw new Error(`Nothing with the words ${words} takes the focus.`)
}

test('from the first look to a finished run by keyboard alone', async ({ page }) => {
  await openReplayed(page, { onTrain: upTo(runOf('sample', 0.684)) })
  await tabTo(page, /^Recipe/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Recipe' })).toBeVisible()
  await tabTo(page, /^Close the recipe$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await tabTo(page, /^Try now$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/68\.4%/)
  expect((await focused(page))?.words).toMatch(/^Run seed 2$/)
  await tabTo(page, /^The same numbers as a table$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('table')).toBeVisible()
})

test('a screen reader is told of each epoch once', async ({ page }) => {
  await openReplayed(page, {
    onTrain: runOf('full', 0.942).map(({ at, event }) => ({
      after: 50 * at,
      event: { type: 'trainer', event },
    })),
  })
  await page.evaluate(() => {
    window.told = []
    const status = document.querySelector('[role="status"]')
    if (status === null) throw new Error('There is nothing to be told by.')
    new MutationObserver(() => window.told.push(status.textContent)).observe(status, {
      characterData: true,
      childList: true,
      subtree: true,
    })
  })
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(page.getByRole('status')).toHaveText(/^Done/)
  const told = await page.evaluate(() => window.told)
  expect(new Set(told).size).toBe(told.length)
  const epochs = told.filter((words) => words.startsWith('Epoch '))
  expect(epochs.length).toBeGreaterThan(12)
  expect(epochs.length).toBeLessThanOrEqual(24)
})

test('nothing moves by itself where less motion is asked for', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openReplayed(page, { onTrain: upTo(runOf('full', 0.942), 51) })
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
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

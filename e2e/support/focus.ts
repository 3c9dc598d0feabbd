import { expect, type Page } from '@playwright/test'

/** More elements than take the focus on the page. */
const MANY = 80

/** What has the focus: its words, and how wide a line around it shows that. */
export const focused = (page: Page) =>
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
export async function tabTo(page: Page, words: RegExp): Promise<void> {
  for (let i = 0; i < MANY; i++) {
    await page.keyboard.press('Tab')
    const now = await focused(page)
    if (now === null) continue
    expect(now.outline, `the line around ${now.words}`).toBeGreaterThanOrEqual(2)
    if (words.test(now.words)) return
  }
  throw new Error(`Nothing with the words ${words} takes the focus.`)
}

import { expect, type Page } from '@playwright/test'

/** More than the page's focusable elements. */
const MANY = 80

/** The focused element: its text, and the width of its focus ring. */
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

/** Moves the focus with Tab until it reaches an element with this text. Every element on the way must show its focus. */
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

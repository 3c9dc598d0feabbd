import type { Page } from '@playwright/test'

/** CSS pixels by which the page is wider than its window without the scrollbar; above 0, the page scrolls sideways. */
export const excessWidth = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })

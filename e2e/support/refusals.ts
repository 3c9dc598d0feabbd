import type { Page } from '@playwright/test'

/** What the browser refuses the page and its worker by their Content-Security-Policy, from now on, in its own words. */
export function listenToRefusals(page: Page): readonly string[] {
  const seen: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) seen.push(message.text())
  })
  return seen
}

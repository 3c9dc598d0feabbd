import type { Page } from '@playwright/test'

/** The browser's messages about Content-Security-Policy violations of the page and its worker, from now on. */
export function listenToRefusals(page: Page): readonly string[] {
  const seen: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) seen.push(message.text())
  })
  return seen
}

import type { Page } from '@playwright/test'

/** An address that other devices could open, unlike the test server's. */
export const PUBLIC_ADDRESS = 'https://lab94.example'

/** Serves the page at the public address too. Parts may still be on their way when a test ends: see `stopServing`. */
export async function servePublicly(page: Page, baseURL: string | undefined): Promise<void> {
  await page.route(`${PUBLIC_ADDRESS}/**`, async (route) => {
    const url = route
      .request()
      .url()
      .replace(PUBLIC_ADDRESS, baseURL ?? '')
    await route.fulfill({ response: await route.fetch({ url }) })
  })
}

/** Call after each test that serves publicly: a request in flight would fail the next test of the same process. */
export const stopServing = (page: Page): Promise<void> =>
  page.unrouteAll({ behavior: 'ignoreErrors' })

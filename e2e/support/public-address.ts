import type { Page } from '@playwright/test'

/** An address that other devices could open, unlike the test server's. */
export const PUBLIC_ADDRESS = 'https://lab94.example'

/** Serves the page at the public address too. */
export async function servePublicly(page: Page, baseURL: string | undefined): Promise<void> {
  await page.route(`${PUBLIC_ADDRESS}/**`, async (route) => {
    const url = route
      .request()
      .url()
      .replace(PUBLIC_ADDRESS, baseURL ?? '')
    await route.fulfill({ response: await route.fetch({ url }) })
  })
}

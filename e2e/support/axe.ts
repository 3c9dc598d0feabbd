import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Has axe look at the page as it stands: with all its rules in the light theme, and once more for contrast in the dark. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  // Neither what is all right nor a second page for frames, which there are none of here: each would take seconds.
  const axe = () =>
    new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true)
  // Without it, colours are measured on their way from one theme to the other.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const found = []
  for (const [theme, builder] of [
    ['light', axe()],
    ['dark', axe().withRules('color-contrast')],
  ] as const) {
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme)
    const { violations } = await builder.analyze()
    for (const { id, nodes } of violations) {
      found.push(
        ...nodes.map(({ target, failureSummary }) => ({ theme, id, target, failureSummary })),
      )
    }
  }
  expect(found, state).toEqual([])
}

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Runs axe on the current page: all rules in the light theme, and contrast also in the dark theme. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  // No list of passed rules and no second page for frames (there are none): each would take seconds.
  const axe = () =>
    new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true)
  // Otherwise axe would measure colours during the transition between themes.
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

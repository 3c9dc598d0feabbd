import { expect, type Page, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { expectAccessible } from '../support/axe.ts'
import { excessWidth } from '../support/excess-width.ts'
import { openReplayed } from '../support/replay/open-replayed.ts'
import { storedRun, storeInBrowser } from '../support/stored-runs.ts'

const storyOf = (page: Page) => page.getByRole('region', { name: /^How 341 seconds became 26/ })
const step = (page: Page, title: string) =>
  storyOf(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) })

test('the story is on the first view, with published times and their devices', async ({ page }) => {
  await openReplayed(page)
  await expect(storyOf(page).getByRole('heading', { level: 3 })).toHaveCount(6)
  await expect(step(page, 'Ghost batch norm')).toContainText(/46\ss V100.*94\.1%.*2\.04\sPFLOP/s)
  await expect(step(page, 'A newer GPU')).toContainText(/14\ss A100/)
  await expect(step(page, 'E1')).toContainText(/1\.82\ss A100/)
  await expect(step(page, 'Part 6: weight decay')).toContainText('No time published')
  await expect(step(page, 'Muon').getByRole('link', { name: 'Source: Muon' })).toHaveAttribute(
    'href',
    /cifar10-airbench/,
  )
  await expect(storyOf(page)).toContainText('about 20 times as many operations')
  // What each step costs here follows from its operations and the one recipe that was timed.
  await expect(step(page, 'What this page trains')).toContainText(/about 80\ss here/)
  await expect(step(page, 'Mirrored test images')).toContainText(/about 280\ss here/)
})

test('trying a step selects its recipe and opens it at its toggle', async ({ page }) => {
  await openReplayed(page)
  const tryStep = step(page, 'CELU').getByRole('button', { name: 'Try this step: CELU' })
  await tryStep.press('Enter')
  await expect(page).toHaveURL(/recipe=page-52/)
  const drawer = page.getByRole('complementary', { name: 'Recipe' })
  const toggle = drawer.getByRole('switch', { name: 'CELU' })
  await expect(toggle).toBeFocused()
  await expect(toggle).toBeChecked()
  await expect(toggle).toBeInViewport()
  await expect(tryStep).toBeInViewport()
  // The open recipe drawer scrolls to another part.
  await step(page, 'Cutout').getByRole('button', { name: /^Try/ }).click()
  await expect(drawer.getByRole('switch', { name: 'Cutout' })).toBeFocused()
  await step(page, 'Cutout').getByRole('button', { name: 'Go to the start button' }).click()
  await expect(page.getByRole('button', { name: 'Train to 94%' })).toBeFocused()
  // When reopened with its own button, it does not move the focus to the toggle.
  await page.getByRole('button', { name: 'Close the recipe' }).click()
  await page.getByRole('button', { name: /^Recipe/ }).click()
  await expect(drawer.getByRole('switch', { name: 'Cutout' })).toBeVisible()
  await expect(drawer.getByRole('switch', { name: 'Cutout' })).not.toBeFocused()
})

test('the visitor’s finished runs are shown beside the published ones', async ({ page }) => {
  await openReplayed(page)
  await storeInBrowser(page, [
    storedRun(1, { choice: presetChoice('page-10'), accuracy: 0.9411, seconds: 90.2 }),
    storedRun(1, { choice: presetChoice('page-13'), accuracy: 0.9377, seconds: 111 }),
  ])
  await page.reload()
  await storyOf(page).scrollIntoViewIfNeeded()
  const reached = step(page, 'Mirrored test images')
  await expect(reached).toContainText(/26\ss V100.*90\.2\ss/s)
  await expect(reached).toContainText(/94\.1%, 1\srun, on synthetic run, no GPU/)
  await expect(step(page, 'Averaged weights')).toContainText(
    'Below 94%, so the times can’t be compared',
  )
  await expect(step(page, 'A newer GPU')).not.toContainText('90.2')
})

test(
  'the story shifts nothing above it, fits a phone, and passes axe',
  { tag: '@long' },
  async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openReplayed(page)
    const top = async () => (await page.locator('.panes').boundingBox())?.y
    const before = await top()
    await expect(storyOf(page)).toBeAttached()
    expect(await top()).toBe(before)
    expect(await excessWidth(page)).toBe(0)
    await expectAccessible(page, 'story on a phone')
    await page.setViewportSize({ width: 1440, height: 900 })
    await expectAccessible(page, 'story')
    await step(page, 'Muon').getByRole('button', { name: /^Try/ }).click()
    await expect(page.getByRole('switch', { name: 'Muon', exact: true })).toBeFocused()
    await expectAccessible(page, 'story beside the recipe')
  },
)

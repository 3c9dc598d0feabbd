import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from '../support/axe.ts'
import { excessWidth } from '../support/excess-width.ts'
import { openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

const eyesOf = (page: Page) => page.getByRole('region', { name: 'Twelve test images' })
const tiles = (page: Page) => eyesOf(page).getByRole('button')
const topOf = async (page: Page) => (await page.locator('.panes').boundingBox())?.y

test('shows the shipped network’s predictions before a run, without fetching the images', async ({
  page,
}) => {
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname))
  await openReplayed(page)
  await expect(tiles(page)).toHaveCount(12)
  await expect(eyesOf(page)).toContainText('Classified by the shipped network (94.2%).')
  await expect(tiles(page).first()).toHaveAccessibleName('Predicted cat, 99%: correct.')
  await expect(tiles(page).last()).toHaveAccessibleName(/: wrong, it is frog\.$/)
  expect(fetched.filter((path) => /shipped-network|cifar-10-sample\.bin/.test(path))).toEqual([])
  await expectAccessible(page, 'the eyes before a run')
})

test('updates them at each test and marks changes, without layout shifts', async ({ page }) => {
  const events = runOf('full', 0.942)
  const first = events.findIndex(({ event }) => event.type === 'epoch')
  const second = events.findIndex(({ event }, i) => i > first && event.type === 'epoch')
  const at = (i: number, after: number) => upTo(events.slice(0, i)).map((e) => ({ ...e, after }))
  const [start, one, two] = [at(3, 0), at(first + 1, 900), at(second + 1, 1800)]
  const onTrain = [...start, ...one.slice(3), ...two.slice(first + 1)]
  await page.setViewportSize({ width: 1000, height: 900 })
  await openReplayed(page, { onTrain })
  const top = await topOf(page)
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(tiles(page).first()).toHaveAccessibleName('Test image of class cat, not tested yet.')
  await expect(eyesOf(page)).toContainText('Predicted after epoch 1.')
  await expect(tiles(page).nth(1)).toHaveAccessibleName('Predicted frog, 40%: wrong, it is ship.')
  expect(await topOf(page)).toBe(top)
  await expect(eyesOf(page)).toContainText('Predicted after epoch 2.')
  await expect(tiles(page).nth(1)).toHaveAccessibleName(
    'Predicted ship, 90%: correct. Before: frog.',
  )
  await expect(eyesOf(page).locator('[data-changed=true]')).toHaveCount(1)
  expect(await topOf(page)).toBe(top)
})

test('shows the true class of an image on hover, focus or press', async ({ page }) => {
  await openReplayed(page)
  const last = tiles(page).last()
  const truth = last.getByText('true class')
  await expect(last).toContainText('cat')
  await expect(truth).toBeHidden()
  await last.hover()
  await expect(truth).toBeVisible()
  await page.mouse.move(0, 0)
  await expect(truth).toBeHidden()
  // A single tab stop, then arrow keys.
  await tiles(page).first().focus()
  await page.keyboard.press('End')
  await expect(last).toBeFocused()
  await expect(truth).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await expect(truth).toBeHidden()
  await expect(tiles(page).nth(10)).toHaveAttribute('tabindex', '0')
  await expect(last).toHaveAttribute('tabindex', '-1')
  await last.click()
  await page.mouse.move(0, 0)
  await tiles(page).first().focus()
  await expect(truth).toBeVisible()
})

test('fits a phone, with images large enough to press', { tag: '@long' }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openReplayed(page)
  for (const tile of [tiles(page).first(), tiles(page).last()]) {
    const box = await tile.boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(44)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(370)
  }
  expect(await excessWidth(page)).toBe(0)
  await expectAccessible(page, 'the eyes on a phone')
})

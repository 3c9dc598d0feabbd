import { expect, type Locator, type Page, test } from '@playwright/test'
import type { StoredRun } from '../src/runs/history/entry.ts'
import { keepInBrowser, keptRun } from './kept-runs.ts'
import { namedRun } from './named-runs.ts'

test('shows images by class, as the engine augments them, and the network’s layers', async ({
  page,
}) => {
  await page.goto('/?place=inside&recipe=page-79')
  const images = page.getByRole('region', { name: 'Images by class' })
  await expect(images.getByRole('img', { name: /^a frog, training image/ })).toHaveCount(4)
  await expect(images).toContainText('Ten classes: 500 of each to learn from, 100 of each')
  expect(await drawn(images.getByRole('img', { name: /^a frog/ }).first())).toBeGreaterThan(20)

  const augmentation = page.getByRole('region', { name: 'Augmentation' })
  await expect(augmentation.getByRole('img', { name: 'an airplane in epoch 9' })).toHaveCount(2)
  await augmentation.getByRole('slider').fill('15')
  const last = augmentation.getByRole('img', { name: 'an airplane in epoch 24' })
  await expect(last).toHaveCount(2)
  expect(await drawn(last.first())).toBeGreaterThan(20)
  await augmentation.getByRole('button', { name: 'Other images' }).click()
  await expect(augmentation.getByRole('img', { name: 'an automobile as it is' })).toHaveCount(2)

  await expect(page.getByRole('region', { name: 'Layer by layer' })).toContainText('2,360,320')
  await expect(page.getByRole('region', { name: 'Confusions' })).toContainText(
    'A run that is tested to its end',
  )
})

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Opens the place where these runs are kept; the images come from the worker itself. */
async function openWith(page: Page, runs: readonly StoredRun[]) {
  await page.goto('/?place=inside&recipe=tiny')
  await keepInBrowser(page, runs)
  await page.reload()
}

const RUN = namedRun(1, (record) => record % 9 === 0, { name: 'quiet lathe' })

test('shows the images of a confusion, by mouse and by keyboard, and the surest mistakes', async ({
  page,
}) => {
  await openWith(page, [RUN])
  const confusions = part(page, 'Confusions')
  const counts = RUN.entry.record.confusion ?? []
  const cell = confusions.getByRole('button', { name: /cats taken for dogs$/ })
  await cell.click()
  await expect(cell).toHaveAttribute('aria-pressed', 'true')
  const images = confusions.getByRole('region', { name: 'Images of cats taken for dogs' })
  await expect(images.getByRole('button', { name: /^a cat, named dog/ })).toHaveCount(counts[35])
  await expect(images).toContainText(`${counts[35]} cats taken for dogs, the surest first.`)
  expect(await drawn(images.getByRole('img').first())).toBeGreaterThan(20)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(confusions.getByText(`${counts[46]} deer taken for frogs`)).toBeVisible()

  const mistakes = part(page, 'Surest mistakes')
  await expect(mistakes).toContainText('112 of 1,000 test images are named wrong.')
  const tiles = mistakes.getByRole('listitem')
  await expect(tiles).toHaveCount(20)
  await expect(tiles.first()).toContainText('99.9%')
  await mistakes.getByRole('button', { name: 'Show 20 more' }).click()
  await expect(tiles).toHaveCount(40)
  expect(await drawn(tiles.last().getByRole('img'))).toBeGreaterThan(20)
})

test('puts two runs’ mistakes side by side', async ({ page }) => {
  const other = namedRun(2, (record) => record % 6 === 0, { name: 'plum otter' })
  const elsewhere = keptRun(3, {
    record: { confusion: RUN.entry.record.confusion },
    entry: { name: 'far heron', origin: 'file' },
  })
  await openWith(page, [RUN, other, elsewhere])
  const two = part(page, 'Two runs')
  await expect(two).toContainText('56 only quiet lathe gets wrong, 111 only plum otter, 56 both.')
  await expect(two.getByRole('listitem')).toHaveCount(20)
  await two.getByRole('combobox').selectOption({ label: 'far heron, 94.1%' })
  await expect(two).toContainText('Which images far heron named wrong is not kept')
  await expect(two.getByRole('listitem')).toHaveCount(0)
})

test('says what to do where there is no network, and takes a dropped picture there', async ({
  page,
}) => {
  await page.goto('/')
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([], 'cat.png', { type: 'image/png' }))
    window.dispatchEvent(new DragEvent('drop', { dataTransfer }))
  })
  const picture = part(page, 'Your own picture')
  await expect(picture).toContainText('A trained network is needed first')
  await expect(picture.getByRole('heading')).toBeFocused()
  await expect(part(page, 'First filters')).toContainText('A network is needed first')
  await expect(part(page, 'How weights move')).toContainText('Nothing has been measured')
  await expect(part(page, 'Two runs')).toContainText('Two runs that went to their end are needed')
})

test('says what to do where a run’s answers are not kept', async ({ page }) => {
  const { confusion, dataset } = RUN.entry.record
  await openWith(page, [keptRun(2, { record: { confusion, dataset } })])
  await expect(part(page, 'Surest mistakes')).toContainText('Run this recipe again to see them.')
  const confusions = part(page, 'Confusions')
  await confusions.getByRole('button', { name: /cats taken for dogs$/ }).click()
  await expect(confusions).toContainText('Run this recipe again to see them.')
})

/** How many colours a canvas has. */
const drawn = (canvas: Locator) =>
  canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return 0
    const context = element.getContext('2d')
    if (context === null) return 0
    const { data } = context.getImageData(0, 0, element.width, element.height)
    return new Set(new Uint32Array(data.buffer)).size
  })

import { expect, type Locator, type Page, test } from '@playwright/test'
import type { StoredRun } from '../src/runs/history/entry.ts'
import { keepInBrowser, keptRun } from './kept-runs.ts'
import { namedRun } from './named-runs.ts'
import { tellNetwork } from './replay/inspected-worker.ts'
import { toldNetwork } from './replay/told-network.ts'

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
  const other = namedRun(2, (record) => record % 10 === 0, { name: 'plum otter' })
  const elsewhere = keptRun(3, {
    hoursAgo: 9,
    record: { confusion: RUN.entry.record.confusion },
    entry: { name: 'far heron', origin: 'file' },
  })
  await openWith(page, [RUN, other, elsewhere])
  const two = part(page, 'Two runs')
  await expect(two).toContainText('100 only quiet lathe gets wrong, 88 only plum otter, 12 both.')
  await expect(two.getByRole('listitem')).toHaveCount(20)
  await two.getByRole('combobox').selectOption({ label: 'far heron, 94.1%' })
  await expect(two).toContainText('Which images far heron named wrong is not kept')
  await expect(two.getByRole('listitem')).toHaveCount(0)
})

test.describe('of a network', () => {
  test.beforeEach(async ({ page }) => {
    await tellNetwork(page, await toldNetwork())
    await page.goto('/?place=inside&recipe=page-10')
  })

  test('tells what it makes of a picture under each view', async ({ page }) => {
    const picture = part(page, 'Your own picture')
    await picture.getByRole('button', { name: 'A test image' }).click()
    await expect(picture.getByText(/^(Rightly named|Named) cat/)).toBeVisible()
    const cat = picture.getByRole('row', { name: /^cat/ })
    await expect(cat.getByRole('cell')).toHaveCount(7)
    await expect(cat.getByRole('cell').first()).toHaveText('84%')
    const file = { name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }
    await picture.getByLabel('Choose a picture').setInputFiles(file)
    await expect(picture.getByRole('alert')).toContainText('no picture that the browser can read')
    await paste(page, 'rgb(40 90 200)')
    await expect(picture.getByText('A cat, 76.9% sure.')).toBeVisible()
    await expect(picture).toContainText('the average of the area under it')
    expect(await colourOf(picture.locator('canvas').first())).toEqual([40, 90, 200, 255])
  })

  test('draws its filters and eigenvalues, activations, times and how its weights move', async ({
    page,
  }) => {
    await page.getByRole('button', { name: 'Read the filters' }).click()
    const filters = part(page, 'First filters')
    await expect(filters.getByRole('img', { name: /^filter/ })).toHaveCount(27 + 64)
    await expect(filters).toContainText('Eigenvalues, from')
    expect(await drawn(filters.getByRole('img').last())).toBeGreaterThan(4)

    await page.getByRole('button', { name: 'Time the kernels' }).click()
    const layers = part(page, 'Layer by layer')
    await expect(layers).toContainText(/they reach \d+%/)
    await expect(layers).toContainText('At 100% efficiency')
    const row = layers.getByRole('row', { name: /^conv 1 × 1/ })
    await expect(row).toContainText(/\d\sms\d+%/)

    await page.getByRole('button', { name: 'Read the activations' }).click()
    const activations = part(page, 'Activations')
    await expect(activations.getByRole('listitem')).toHaveCount(8)
    expect(await drawn(activations.locator('canvas').first())).toBeGreaterThan(20)
    await activations.getByText('After convolution').click()
    await expect(activations).toContainText('layer1.conv')

    await page.getByRole('link', { name: 'Train', exact: true }).click()
    await page.getByRole('button', { name: 'Try now' }).click()
    await page.getByRole('link', { name: 'Look inside' }).click()
    const moving = part(page, 'How weights move').getByRole('row')
    await expect(moving).toHaveCount(11)
    await expect(moving.last().getByRole('cell')).toHaveCount(4)
  })
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

/** Pastes a picture of one colour that is wider than high. */
const paste = (page: Page, colour: string) =>
  page.evaluate(async (fill) => {
    const canvas = new OffscreenCanvas(300, 200)
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('No canvas.')
    context.fillStyle = fill
    context.fillRect(0, 0, 300, 200)
    const picture = await canvas.convertToBlob()
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([picture], 'sea.png', { type: 'image/png' }))
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
  }, colour)

/** The first pixel of a canvas. */
const colourOf = (canvas: Locator) =>
  canvas.evaluate((element) => {
    const context = element instanceof HTMLCanvasElement ? element.getContext('2d') : null
    return [...(context?.getImageData(0, 0, 1, 1).data ?? [])]
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

import { expect, type Locator, type Page, test } from '@playwright/test'
import type { StoredRun } from '../../src/runs/history/entry.ts'
import { expectAccessible } from '../support/axe.ts'
import { storeInBrowser, storedRun } from '../support/stored-runs.ts'
import { predictedRun } from '../support/predicted-runs.ts'
import { serveNetwork } from '../support/replay/inspected-worker.ts'
import { scriptedNetwork } from '../support/replay/scripted-network.ts'

test('shows images by class, augmented images, and the network’s layers', async ({ page }) => {
  await page.goto('/?view=inside&recipe=page-79')
  await page
    .getByRole('combobox', { name: 'Run' })
    .selectOption({ label: 'Next run, not trained yet' })
  const images = page.getByRole('region', { name: 'Images by class' })
  await expect(images.getByRole('img', { name: /^a frog, training image/ })).toHaveCount(4)
  await expect(images).toContainText(
    'Ten classes: 500 of each for training, 100 of each for testing',
  )
  expect(await drawn(images.getByRole('img', { name: /^a frog/ }).first())).toBeGreaterThan(20)

  const augmentation = page.getByRole('region', { name: 'Augmentation' })
  await expect(augmentation.getByRole('img', { name: 'an airplane in epoch 9' })).toHaveCount(2)
  await augmentation.getByRole('slider').fill('15')
  const last = augmentation.getByRole('img', { name: 'an airplane in epoch 24' })
  await expect(last).toHaveCount(2)
  expect(await drawn(last.first())).toBeGreaterThan(20)
  await augmentation.getByRole('button', { name: 'Other images' }).click()
  await expect(augmentation.getByRole('img', { name: 'an automobile, original' })).toHaveCount(2)

  await expect(page.getByRole('region', { name: 'Layers' })).toContainText('2,360,320')
})

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Opens Look inside with these runs stored. The images come from the real worker. */
async function openWith(page: Page, runs: readonly StoredRun[]) {
  await page.goto('/?view=inside&recipe=tiny')
  await storeInBrowser(page, runs)
  await page.reload()
}

const RUN = predictedRun(1, (record) => record % 9 === 0, { name: 'quiet lathe' })

test('shows the images of a confusion, by mouse and by keyboard, and the most confident mistakes', async ({
  page,
}) => {
  await openWith(page, [RUN])
  const confusions = part(page, 'Confusion matrix')
  const counts = RUN.entry.record.confusion ?? []
  const cell = confusions.getByRole('button', { name: /cats predicted as dogs$/ })
  await cell.click()
  await expect(cell).toHaveAttribute('aria-pressed', 'true')
  const images = confusions.getByRole('region', { name: 'Images of cats predicted as dogs' })
  await expect(images.getByRole('button', { name: /^a cat predicted as dog/ })).toHaveCount(
    counts[35],
  )
  await expect(images).toContainText(`${counts[35]} cats predicted as dogs, most confident first.`)
  expect(await drawn(images.getByRole('img').first())).toBeGreaterThan(20)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(confusions.getByText(`${counts[46]} deer predicted as frogs`)).toBeVisible()

  const mistakes = part(page, 'Most confident mistakes')
  await expect(mistakes).toContainText('112 of 1,000 test images are classified wrongly.')
  const tiles = mistakes.getByRole('listitem')
  await expect(tiles).toHaveCount(20)
  await expect(tiles.first()).toContainText('99.9%')
  await mistakes.getByRole('button', { name: 'Show 20 more' }).click()
  await expect(tiles).toHaveCount(40)
  expect(await drawn(tiles.last().getByRole('img'))).toBeGreaterThan(20)
})

test('shows two runs’ mistakes side by side', async ({ page }) => {
  const other = predictedRun(2, (record) => record % 10 === 0, { name: 'plum otter' })
  const elsewhere = storedRun(3, {
    hoursAgo: 9,
    record: { confusion: RUN.entry.record.confusion },
    entry: { name: 'far heron', origin: 'file' },
  })
  await openWith(page, [RUN, other, elsewhere])
  const two = part(page, 'Two runs')
  await expect(two).toContainText(
    'Mistakes: 100 only by quiet lathe, 88 only by plum otter, 12 by both.',
  )
  await expect(two.getByRole('listitem')).toHaveCount(20)
  await two.getByRole('combobox').selectOption({ label: 'far heron, 94.1%' })
  await expect(two).toContainText('The predictions of far heron are not stored')
  await expect(two.getByRole('listitem')).toHaveCount(0)
})

test.describe('of a network', () => {
  test.beforeEach(async ({ page }) => {
    await serveNetwork(page, await scriptedNetwork())
    await page.goto('/?view=inside&recipe=page-10')
  })

  test('shows the prediction of a picture under each view', async ({ page }) => {
    const picture = part(page, 'Your own picture')
    await picture.getByRole('button', { name: 'A test image' }).click()
    await expect(picture.getByText(/^(Correct|Wrong): cat/)).toBeVisible()
    const cat = picture.getByRole('row', { name: /^cat/ })
    await expect(cat.getByRole('cell')).toHaveCount(7)
    await expect(cat.getByRole('cell').first()).toHaveText('84%')
    const file = { name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }
    await picture.getByLabel('Choose a picture').setInputFiles(file)
    await expect(picture.getByRole('alert')).toContainText('can’t read this file as a picture')
    await paste(page, 'rgb(40 90 200)')
    await expect(picture.getByText('Prediction: cat, 76.9% confidence.')).toBeVisible()
    await expect(picture).toContainText('scaled down to 32 × 32 pixels')
    expect(await colourOf(picture.locator('canvas').first())).toEqual([40, 90, 200, 255])
  })

  test(
    'draws its filters and eigenvalues, activations, kernel times and weight dynamics',
    { tag: '@long' },
    async ({ page }) => {
      const filters = part(page, 'First-layer filters')
      const activations = part(page, 'Activations')
      await expect(page.getByRole('img', { name: /^a frog, training image/ })).toHaveCount(4)
      await expect(part(page, 'Layers')).toContainText('Last run:')
      await expect(filters.getByRole('img')).toHaveCount(0)
      await scrollTo(filters)
      await expect(filters.getByRole('img', { name: /^filter/ })).toHaveCount(27 + 64)
      await expect(filters).toContainText('Eigenvalues from')
      expect(await drawn(filters.getByRole('img').last())).toBeGreaterThan(4)

      await page.getByRole('button', { name: 'Time the kernels' }).click()
      const layers = part(page, 'Layers')
      await expect(layers).toContainText(/they reach \d+%/)
      await expect(layers).toContainText('At 100% efficiency')
      const row = layers.getByRole('row', { name: /^conv 1 × 1/ })
      await expect(row).toContainText(/\d\sms\d+%/)

      await scrollTo(activations)
      await expect(activations.getByRole('listitem')).toHaveCount(8)
      expect(await drawn(activations.locator('canvas').first())).toBeGreaterThan(20)
      await activations.getByText('After convolution').click()
      await expect(activations).toContainText('layer1.conv')
      await expectAccessible(page, 'Look inside with its blocks open')

      await page.getByRole('link', { name: 'Train', exact: true }).click()
      await page.getByRole('button', { name: 'Try now' }).click()
      await page.getByRole('link', { name: 'Look inside' }).click()
      const moving = part(page, 'Weight dynamics').getByRole('row')
      await expect(moving).toHaveCount(11)
      await expect(moving.last().getByRole('cell')).toHaveCount(4)
    },
  )
})

test('predicts a dropped picture with the shipped network, and says what needs a run', async ({
  page,
}) => {
  await page.goto('/')
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([], 'cat.png', { type: 'image/png' }))
    window.dispatchEvent(new DragEvent('drop', { dataTransfer }))
  })
  const picture = part(page, 'Your own picture')
  await expect(picture).toContainText('Shipped network: E1 at 32 px')
  await expect(picture.getByRole('alert')).toContainText('can’t read this file as a picture')
  await expect(picture.getByRole('heading')).toBeFocused()
  await expect(part(page, 'Activations')).toContainText('Train a network first')
  await expect(part(page, 'Weight dynamics')).toContainText('Not measured yet')
  await expect(part(page, 'Two runs')).toContainText('Finish two runs')
})

test(
  'shows the recipe of the selected run, and says which weights are gone',
  { tag: '@long' },
  async ({ page }) => {
    const other = predictedRun(2, (record) => record % 10 === 0, { name: 'plum otter' })
    const { dataset, choice, seed, stepsTaken } = RUN.entry.record
    const network = await scriptedNetwork()
    const saved = { ...network.saved, request: { ...network.saved.request, dataset, choice, seed } }
    await serveNetwork(page, { ...network, saved: { ...saved, step: stepsTaken } })
    await openWith(page, [RUN, other])
    const run = page.getByRole('combobox', { name: 'Run', exact: true })
    await expect(run.getByRole('option')).toHaveText([
      /^quiet lathe/,
      /^plum otter/,
      /^Shipped network/,
      'Next run, not trained yet',
    ])
    const filters = part(page, 'First-layer filters')
    await scrollTo(filters)
    await expect(filters.getByRole('img', { name: /^filter/ })).not.toHaveCount(0)
    await expect(part(page, 'Augmentation')).toContainText(/quiet lathe: .*, seed 1\./)
    await run.selectOption({ label: 'plum otter, 90.0%' })
    await expect(part(page, 'Augmentation')).toContainText(/plum otter: .*, seed 2\./)
    await expect(part(page, 'Layers')).toContainText('plum otter:')
    await expect(filters).toContainText('The weights of this run are not in this browser')
    await expect(filters.getByRole('img')).toHaveCount(0)
    await expect(part(page, 'Your own picture')).toContainText('so the shipped network predicts')
    await run.selectOption({ label: 'Next run, not trained yet' })
    await expect(part(page, 'Layers')).toContainText('Next run: Tiny')
    await expect(part(page, 'Confusion matrix')).toContainText('not trained yet')
  },
)

test('says what to do if a run’s predictions are not stored', async ({ page }) => {
  const { confusion, dataset } = RUN.entry.record
  await openWith(page, [storedRun(2, { record: { confusion, dataset } })])
  await expect(part(page, 'Most confident mistakes')).toContainText(
    'Run this recipe here to see the images.',
  )
  const confusions = part(page, 'Confusion matrix')
  await confusions.getByRole('button', { name: /cats predicted as dogs$/ }).click()
  await expect(confusions).toContainText('Run this recipe here to see the images.')
})

/** Scrolls a part to the top of the window. */
const scrollTo = (place: Locator) => place.evaluate((element) => element.scrollIntoView())

/** Pastes a wide picture of a single colour. */
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

/** The number of colours on a canvas. */
const drawn = (canvas: Locator) =>
  canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return 0
    const context = element.getContext('2d')
    if (context === null) return 0
    const { data } = context.getImageData(0, 0, element.width, element.height)
    return new Set(new Uint32Array(data.buffer)).size
  })

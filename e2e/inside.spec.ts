import { expect, type Locator, test } from '@playwright/test'

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

/** How many colours a canvas has. */
const drawn = (canvas: Locator) =>
  canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return 0
    const context = element.getContext('2d')
    if (context === null) return 0
    const { data } = context.getImageData(0, 0, element.width, element.height)
    return new Set(new Uint32Array(data.buffer)).size
  })

import { expect, type Page } from '@playwright/test'
import { SHIPPED_NETWORK } from '../../src/trainer/shipped/shipped-network.ts'

/** Time to load TensorFlow.js and compile shaders on two shared cores. */
const SLOW = { timeout: 120_000 }

const { correct, testImages } = SHIPPED_NETWORK

const part = (page: Page, name: string | RegExp) => page.getByRole('region', { name, exact: true })

/**
 * Checks Look inside before any run: the shipped network's matrix, a mistake under each view, and the visitor's own
 * picture.
 */
export async function lookIntoShippedNetwork(page: Page): Promise<void> {
  await page.goto('/?view=inside')
  const matrix = part(page, /^Confusion/)
  const accuracy = `${((100 * correct.shipped) / testImages).toFixed(1)}%`
  await expect(matrix).toContainText(
    `Shipped network: E1 at 32 px, ${accuracy} on the ${testImages.toLocaleString('en')} test images.`,
  )
  await expect(matrix.getByRole('row')).toHaveCount(11)

  const picture = part(page, 'Your own picture')
  await picture.getByLabel('Choose a picture').setInputFiles({
    name: 'sea.png',
    mimeType: 'image/png',
    buffer: Buffer.from(BLUE_PIXEL, 'base64'),
  })
  await expect(picture.getByText(/^Prediction: [a-z]+, \d+\.\d% confidence\.$/)).toBeVisible(SLOW)
  await expect(picture.getByRole('row')).toHaveCount(11)

  const confused = matrix.getByRole('button', { name: /^[\d,]+ cats predicted as dogs$/ })
  await confused.click()
  const images = matrix.getByRole('region')
  await images.getByRole('button').first().click()
  await expect(picture.locator('tr.truth')).toContainText('cat', SLOW)
}

/** A PNG of one pixel. */
const BLUE_PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPQiDoBAAH4AUspz9deAAAAAElFTkSuQmCC'

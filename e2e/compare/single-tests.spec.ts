import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { presetChoice, withToggle } from '../../src/recipe/choice.ts'
import { NO_DATA, replaceWorker, SYNTHETIC_GPU } from '../support/replay/fake-worker.ts'
import { storeInBrowser, storedRun } from '../support/stored-runs.ts'

// Compare with runs that were tested only once, at the end.

const TINY = presetChoice('tiny')
const SAMPLE = { dataset: 'sample', trainImages: 5000, testImages: 1000 } as const

const RUNS = [
  storedRun(1, { choice: TINY, epochs: 1, accuracy: 0.31, hoursAgo: 1, record: SAMPLE }),
  storedRun(1, {
    choice: withToggle(TINY, 'flip', false),
    epochs: 1,
    accuracy: 0.36,
    hoursAgo: 2,
    record: SAMPLE,
  }),
]

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The pixels of an area that are as dark as a run's curve. */
async function inkIn(page: Page, png: Buffer, box: Box): Promise<number> {
  return page.evaluate(
    async ({ url, x, y, width, height }) => {
      const picture = new Image()
      picture.src = url
      await picture.decode()
      const context = new OffscreenCanvas(width, height).getContext('2d')
      if (context === null) throw new Error('There is no canvas.')
      context.drawImage(picture, -x, -y)
      const { data } = context.getImageData(0, 0, width, height)
      let dark = 0
      for (let i = 0; i < data.length; i += 4) {
        if (Math.max(data[i], data[i + 1], data[i + 2]) < 40) dark += 1
      }
      return dark
    },
    { url: `data:image/png;base64,${png.toString('base64')}`, ...box },
  )
}

async function saved(page: Page, button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  return readFile(await download.path())
}

test('shows single tests as dots, on the page and in both pictures, and the training loss', async ({
  page,
}) => {
  await replaceWorker(page, {
    adapter: SYNTHETIC_GPU,
    estimate: { seconds: 79, secondsLow: 68, secondsHigh: 101, sampleSeconds: 8 },
    data: NO_DATA,
    onTrain: [],
  })
  await page.goto('/')
  await storeInBrowser(page, RUNS)
  await page.goto('/?view=compare')
  await expect(page.locator('.curves .accuracy .dot')).toHaveCount(2)
  await expect(page.getByRole('radio', { name: 'Training' })).toBeChecked()
  await expect(page.locator('.curves .loss .compared')).toHaveCount(2)
  await expect(page.locator('.curves .loss .label')).toHaveCount(2)

  const curves = await saved(page, 'Save as PNG')
  expect(await inkIn(page, curves, { x: 1700, y: 160, width: 212, height: 790 })).toBeGreaterThan(
    50,
  )
  await page.getByRole('button', { name: `Details of ${RUNS[0].entry.name}` }).click()
  const card = await saved(page, 'Save card')
  expect(await inkIn(page, card, { x: 200, y: 320, width: 1000, height: 210 })).toBeGreaterThan(30)

  await page.getByRole('radio', { name: 'Test', exact: true }).check()
  await expect(page).toHaveURL(/loss=test/)
  await expect(page.locator('.curves .loss .dot')).toHaveCount(2)
})

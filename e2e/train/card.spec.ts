import { readFile } from 'node:fs/promises'
import { decode } from 'fast-png'
import jsQR from 'jsqr'
import { expect, type Page, test } from '@playwright/test'
import { PUBLIC_ADDRESS, servePublicly, stopServing } from '../support/public-address.ts'
import { replaceWorker } from '../support/replay/fake-worker.ts'
import { GPU_SCRIPT, openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

/** The content of the QR code on the saved card; null without a code. */
async function codeOnCard(page: Page): Promise<string | null> {
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save card' }).click()
  const { data, width, height, channels } = decode(await readFile(await (await download).path()))
  expect([width, height]).toEqual([1200, 630])
  const pixels = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) =>
    i % 4 < channels ? data[channels * Math.floor(i / 4) + (i % 4)] : 255,
  )
  return jsQR(pixels, width, height)?.data ?? null
}

test.afterEach(({ page }) => stopServing(page))

const SCRIPT = { onTrain: upTo(runOf('full', 0.942)) }

test(
  'the card of a run has a QR code whose link opens the run',
  { tag: '@long' },
  async ({ page, baseURL }) => {
    await servePublicly(page, baseURL)
    await replaceWorker(page, { ...GPU_SCRIPT, ...SCRIPT })
    for (const theme of ['light', 'dark']) {
      await page.goto(`${PUBLIC_ADDRESS}/?theme=${theme}`)
      const link = await codeOnCard(page)
      expect(link).toMatch(/^https:\/\/lab94\.example\/#run=1\./)
      await page.goto(link ?? '')
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/94\.2% in 79\.0\ss/)
    }
  },
)

test('the card of a page that only this computer can open has no QR code', async ({ page }) => {
  await openReplayed(page, SCRIPT)
  expect(await codeOnCard(page)).toBeNull()
})

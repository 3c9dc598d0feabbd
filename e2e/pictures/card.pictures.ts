import { test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { runToHash } from '../../src/runs/share/link.ts'
import { syntheticRecord } from '../../src/runs/testing/records.ts'
import { PUBLIC_ADDRESS, servePublicly, stopServing } from '../support/public-address.ts'
import { replaceWorker } from '../support/replay/fake-worker.ts'
import { GPU_SCRIPT, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

// Cards of synthetic runs with their QR codes, written to .cache/screens for review.

const SHARED = syntheticRecord({
  epochs: 24,
  accuracy: 0.9412,
  choice: presetChoice('page-79'),
  record: { engine: 'tfjs', adapter: 'synthetic run, another device', trainSeconds: 288 },
})

test.afterEach(({ page }) => stopServing(page))

test('the card of a run', async ({ page, baseURL }) => {
  await servePublicly(page, baseURL)
  await replaceWorker(page, { ...GPU_SCRIPT, onTrain: upTo(runOf('full', 0.942)) })
  for (const theme of ['light', 'dark']) {
    await page.goto(`${PUBLIC_ADDRESS}/?theme=${theme}&race=none${await runToHash(SHARED)}`)
    await page.getByRole('button', { name: 'Race this run' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save card' }).click()
    await (await download).saveAs(`.cache/screens/card-${theme}.png`)
  }
})

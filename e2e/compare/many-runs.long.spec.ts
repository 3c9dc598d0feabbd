import { expect, test } from '@playwright/test'
import { writeRunFile } from '../../src/runs/files/run-file.ts'
import { newEntry } from '../../src/runs/history/entry.ts'
import { syntheticRecord } from '../../src/runs/testing/records.ts'
import { replaceWorker } from '../support/replay/fake-worker.ts'
import { GPU_SCRIPT } from '../support/replay/open-replayed.ts'

/** A file of `count` runs, without line breaks. */
function fileOf(name: string, count: number, seedOf: (i: number) => number) {
  const runs = Array.from({ length: count }, (_, i) => {
    const { record, steps } = syntheticRecord({ epochs: 10, record: { seed: seedOf(i) } })
    return { entry: newEntry({ record, steps }, 'here'), steps }
  })
  const text = writeRunFile(runs).replaceAll(/\n\s*/g, '')
  return { name, mimeType: 'application/json', buffer: Buffer.from(text) }
}

test('opens a file of 2,000 runs with progress, and stores copies of a run once', async ({
  page,
}) => {
  await replaceWorker(page, GPU_SCRIPT)
  await page.goto('/?view=compare')
  const notice = page.locator('.notice')
  const input = page.locator('input[type=file]')
  await input.setInputFiles(fileOf('many.json', 2000, (i) => i))
  await expect(notice).toContainText(/Opening many\.json: \d+%/)
  await expect(notice).toHaveText(/many\.json: 2,000\sruns added\./, { timeout: 120_000 })
  await input.setInputFiles(fileOf('again.json', 60, () => 5000))
  await expect(notice).toHaveText(/again\.json: 1\srun added, 59 already here\./)
})

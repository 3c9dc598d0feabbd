import { expect, type Page, test } from '@playwright/test'
import type { RunEntry } from '../../src/runs/history/entry.ts'
import { storeInBrowser, storedRun } from '../support/stored-runs.ts'
import { COMPARED_RUN } from '../support/compare-page.ts'
import { replaceWorker } from '../support/replay/fake-worker.ts'
import { GPU_SCRIPT } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

// Every run of a queue is stored. The runs are synthetic.

/** Opens Compare with one run of seed 1. Every started run ends after `milliseconds`. */
async function open(page: Page, milliseconds = 0) {
  await replaceWorker(page, {
    ...GPU_SCRIPT,
    onTrain: upTo(COMPARED_RUN).map(({ event }, i) => ({
      after: i === COMPARED_RUN.length - 1 ? milliseconds : 0,
      event,
    })),
  })
  await page.goto('/')
  await storeInBrowser(page, [storedRun(1)])
  await page.goto('/?view=compare&recipe=page-10&seeds=apart')
}

/** The endings of the runs in one of the browser's two stores, by seed. */
const stored = (page: Page, place: 'entries' | 'running' = 'entries'): Promise<string[]> =>
  page.evaluate(
    (name) =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('lab94-runs')
        opening.onerror = () => reject(new Error('The database did not open.'))
        opening.onsuccess = () => {
          const request = opening.result.transaction(name).objectStore(name).getAll()
          request.onsuccess = () => {
            opening.result.close()
            const runs = request.result as Pick<RunEntry, 'record'>[]
            resolve(runs.map(({ record }) => `${record.seed} ${record.ending.kind}`).sort())
          }
        }
      }),
    place,
  )

async function repeatWithMoreSeeds(page: Page) {
  await page.getByRole('button', { name: /^Details of / }).click()
  await page.getByRole('button', { name: 'Repeat with four more seeds' }).click()
}

const rows = (page: Page) => page.locator('.runs > li')

test('stores every run of a queue', async ({ page }) => {
  await open(page)
  await repeatWithMoreSeeds(page)
  await expect.poll(() => stored(page)).toEqual([1, 2, 3, 4, 5].map((seed) => `${seed} done`))
  await expect(rows(page)).toHaveCount(5)
  await expect(page.getByRole('region', { name: 'Queue' })).toHaveCount(0)
})

test('stores every run of an ablation', { tag: '@long' }, async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Measure each trick' }).click()
  await page.getByRole('textbox', { name: 'Seeds' }).fill('1')
  await page.locator('.plan summary').click()
  for (const box of (await page.locator('.trick-picks').getByRole('checkbox').all()).slice(2)) {
    await box.uncheck()
  }
  await page.locator('.plan').getByRole('button', { name: 'Queue them' }).click()
  await expect.poll(() => stored(page)).toEqual(['1 done', '1 done', '1 done'])
  await expect(rows(page)).toHaveCount(3)
})

test('stores every run of a queue interrupted by a reload', async ({ page }) => {
  await open(page, 4000)
  await repeatWithMoreSeeds(page)
  const queue = page.getByRole('region', { name: 'Queue' })
  await expect(queue).toContainText('1 of 4 runs done')
  await expect.poll(() => stored(page, 'running')).toEqual(['3 cut off'])
  await page.reload()
  await expect(queue).toContainText('1 of 4 runs done')
  await expect.poll(() => stored(page)).toEqual(['1 done', '2 done', '3 cut off'])
  await queue.getByRole('button', { name: 'Resume' }).click()
  await expect
    .poll(() => stored(page))
    .toEqual(['1 done', '2 done', '3 cut off', '3 done', '4 done', '5 done'])
})

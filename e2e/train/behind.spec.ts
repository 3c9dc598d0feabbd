import { expect, type Page, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { writeRunFile } from '../../src/runs/files/run-file.ts'
import { newEntry } from '../../src/runs/history/entry.ts'
import { syntheticRecord } from '../../src/runs/testing/records.ts'
import { NO_DATA } from '../support/replay/fake-worker.ts'
import { openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

// The grey curve behind the visitor's own, with a scripted worker.

const train = (page: Page) =>
  page.getByRole('button', { name: 'Train to 94%', exact: true }).click()

/** Ships one synthetic recorded run of a recipe whose losses can be compared with the visitor's. */
async function shipRun(page: Page) {
  const choice = presetChoice('page-79')
  const run = syntheticRecord({ epochs: 24, accuracy: 0.9412, choice, record: { code: '0123abc' } })
  const stored = { entry: newEntry(run, 'here'), steps: run.steps }
  await page.route('**/shipped-runs.json', (route) =>
    route.fulfill({ body: writeRunFile([stored]) }),
  )
}

/**
 * Checks that its label is right of the plot and clear of the 94% label, and that its leader line doesn't cross the
 * plot.
 */
async function expectClear(page: Page) {
  const accuracy = page.locator('.pane.accuracy')
  const label = accuracy.locator('.label', { hasText: 'recorded' })
  await expect(label).toHaveText('recorded94.1')
  // A chart may be redrawn between two reads.
  await expect(async () => {
    for (const leader of await accuracy.locator('.leader').all()) {
      expect((await leader.boundingBox())?.width).toBeLessThan(20)
    }
    const [own, goal, curve] = await Promise.all(
      [label, accuracy.locator('.goal-name'), accuracy.locator('.recorded')].map((part) =>
        part.boundingBox(),
      ),
    )
    if (own === null || goal === null || curve === null) throw new Error('A part is not drawn.')
    expect(own.x).toBeGreaterThan(goal.x + goal.width)
    expect(own.x).toBeGreaterThan(curve.x + curve.width)
  }).toPass()
}

for (const width of [1440, 390]) {
  test.describe(`${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('the recorded run’s label is clear before a run, in the download and after a failure', async ({
      page,
    }) => {
      await shipRun(page)
      await openReplayed(
        page,
        {
          data: { ...NO_DATA, phase: 'downloading', bytesDone: 6e7, bytesTotal: 1.6e8 },
          onTrain: [
            { after: 0, event: { type: 'preparing', what: 'data' } },
            {
              after: 4000,
              event: {
                type: 'trainer',
                event: {
                  type: 'failed',
                  step: 0,
                  message: 'The GPU was lost.',
                  advice: 'Run it again.',
                  saved: null,
                },
              },
            },
          ],
        },
        '?recipe=page-79',
      )
      await expectClear(page)
      await train(page)
      await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
      await expectClear(page)
      await expect(page.getByRole('alert')).toContainText('The GPU was lost.')
      await expectClear(page)
    })
  })
}

test('the recorded run stays behind the visitor’s until that ends', async ({ page }) => {
  await shipRun(page)
  await openReplayed(page, { onTrain: upTo(runOf('full', 0.942), 51) }, '?recipe=page-79')
  const accuracy = page.locator('.pane.accuracy')
  await expect(accuracy).toContainText('recorded on synthetic run, no GPU (lab94 version 0123abc)')
  await train(page)
  await expect(accuracy.locator('.label')).toHaveText([/^test/, 'recorded94.1'])
  await expect(accuracy.locator('.recorded')).toHaveCount(1)
  await expect(page.locator('.pane.loss .recorded')).toHaveCount(2)
  await expect(accuracy).toContainText('behind it in grey')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Stopped')
  await expect(page.locator('.recorded')).toHaveCount(0)
  await expect(accuracy.locator('.label')).toHaveText(/^test/)
})

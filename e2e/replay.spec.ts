import { expect, type Page, test } from '@playwright/test'
import type { WorkerEvent } from '../src/worker/protocol.ts'
import { NO_DATA, replaceWorker, SYNTHETIC_GPU } from './replay/fake-worker.ts'
import { longTasks, settle, watchLongTasks } from './replay/long-tasks.ts'
import { syntheticRun } from './replay/synthetic-run.ts'

/** A run of 24 epochs and 79 s, as long as Page's on a V100. */
const SECONDS = 79
const SPEED = 10

const EVENTS = syntheticRun({
  request: {
    choice: { preset: 'page-79', toggles: {} },
    seed: 1,
    dataset: 'full',
    engine: 'tfjs',
  },
  seconds: SECONDS,
  accuracy: 0.942,
  testImages: 10_000,
  trainImages: 50_000,
  adapter: 'synthetic run, no GPU',
})

async function replay(page: Page): Promise<number[]> {
  await page.goto('/')
  await settle(page)
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/94\.2%\s*in\s*79\.0/)
  return longTasks(page)
}

test('a replayed run never blocks the page for 50 ms', async ({ page }) => {
  await watchLongTasks(page)
  await replaceWorker(page, {
    adapter: SYNTHETIC_GPU,
    estimate: { seconds: 79, secondsLow: 70, secondsHigh: 100, sampleSeconds: 8 },
    data: NO_DATA,
    onTrain: EVENTS.map(({ at, event }): { after: number; event: WorkerEvent } => ({
      after: (1000 * at) / SPEED,
      event: { type: 'trainer', event },
    })),
  })
  // A test may share its cores with others, which makes tasks longer, never shorter: two of three replays decide.
  const longest: number[] = []
  for (let attempt = 1; attempt <= 3; attempt++) {
    longest.push((await replay(page)).at(0) ?? 0)
    if (longest.filter((duration) => duration === 0).length === 2) break
  }
  test.info().annotations.push({
    type: 'longest tasks over 50 ms',
    description: longest.map((duration) => `${duration.toFixed(0)} ms`).join(', '),
  })
  const median = longest.toSorted((a, b) => a - b)[Math.floor((longest.length - 1) / 2)]
  expect(median, `longest tasks: ${longest.join(', ')} ms`).toBe(0)
})

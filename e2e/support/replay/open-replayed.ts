import type { DatasetName } from '../../../src/data/datasets.ts'
import { expect, type Page } from '@playwright/test'
import { presetChoice } from '../../../src/recipe/choice.ts'
import { NO_DATA, replaceWorker, type Script, SYNTHETIC_GPU } from './fake-worker.ts'
import { syntheticRun, type TimedEvent } from './synthetic-run.ts'

/** A run of 79 s that ends at `accuracy`. */
export const runOf = (dataset: DatasetName, accuracy: number): TimedEvent[] =>
  syntheticRun({
    request: { choice: presetChoice('page-79'), seed: 1, dataset, engine: 'tfjs' },
    seconds: 79,
    accuracy,
    testImages: dataset === 'full' ? 10_000 : 1_000,
    trainImages: dataset === 'full' ? 50_000 : 5_000,
    adapter: 'synthetic run, no GPU',
  })

/** A worker on a GPU without data, whose runs do nothing. */
export const GPU_SCRIPT: Script = {
  adapter: SYNTHETIC_GPU,
  estimate: { seconds: 79, secondsLow: 68, secondsHigh: 101, sampleSeconds: 8 },
  data: NO_DATA,
  onTrain: [],
}

/** Opens the page with a scripted worker. */
export async function openReplayed(
  page: Page,
  script: Partial<Script> = {},
  query = '',
): Promise<void> {
  await replaceWorker(page, { ...GPU_SCRIPT, ...script })
  await page.goto(`/${query}`)
  await expect(page.locator('.panes')).toBeVisible()
}

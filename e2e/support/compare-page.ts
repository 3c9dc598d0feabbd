import { expect, type Page } from '@playwright/test'
import type { Experiment } from '../../src/experiments/experiment.ts'
import { presetChoice } from '../../src/recipe/choice.ts'
import type { StoredRun } from '../../src/runs/history/entry.ts'
import { replaceWorker } from './replay/fake-worker.ts'
import { GPU_SCRIPT } from './replay/open-replayed.ts'
import { syntheticRun, upTo } from './replay/synthetic-run.ts'
import { storeInBrowser } from './stored-runs.ts'

/** A run of Page's last recipe, of 70 s. */
export const COMPARED_RUN = syntheticRun({
  request: { choice: presetChoice('page-10'), seed: 1, dataset: 'full', engine: 'wgsl' },
  seconds: 70,
  accuracy: 0.941,
  testImages: 10_000,
  trainImages: 50_000,
  adapter: 'synthetic run, no GPU',
})

/**
 * Opens Compare with synthetic runs and a scripted worker, in which a started run takes the given number of seconds.
 */
export async function openCompare(
  page: Page,
  runs: readonly StoredRun[],
  query = '',
  until = Infinity,
  experiments: readonly Experiment[] = [],
) {
  await replaceWorker(page, { ...GPU_SCRIPT, onTrain: upTo(COMPARED_RUN, until) })
  await page.goto('/')
  await storeInBrowser(page, runs, experiments)
  await page.goto(`/?view=compare${query}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** The names in the list of runs. */
export const namesOfRuns = (page: Page) => page.locator('.runs > li .plain').allTextContents()

import type { Page } from '@playwright/test'
import type { Experiment } from '../../src/experiments/experiment.ts'
import { presetChoice, type RecipeChoice, withToggle } from '../../src/recipe/choice.ts'
import { newEntry, type StoredRun } from '../../src/runs/history/entry.ts'
import type { RunRecord, StepCurve } from '../../src/runs/record/record.ts'
import { syntheticRecord } from '../../src/runs/testing/records.ts'

interface StoredRunOptions {
  readonly choice?: RecipeChoice
  readonly accuracy?: number
  readonly seconds?: number
  readonly epochs?: number
  /** How many hours ago it ran. */
  readonly hoursAgo?: number
  readonly entry?: Partial<StoredRun['entry']>
  readonly predictions?: StoredRun['predictions']
  readonly record?: Partial<RunRecord>
  readonly steps?: StepCurve
}

/** A synthetic stored run, see `syntheticRecord`. */
export function storedRun(seed: number, options: StoredRunOptions = {}): StoredRun {
  const { choice = presetChoice('page-10'), accuracy, seconds = 71.3, epochs } = options
  const { hoursAgo = 1, entry, predictions = null, record } = options
  const run = syntheticRecord({
    choice,
    ...(accuracy === undefined ? {} : { accuracy }),
    ...(epochs === undefined ? {} : { epochs }),
    record: {
      seed,
      trainSeconds: seconds,
      wallSeconds: 1.2 * seconds,
      startedAt: Date.now() - 3_600_000 * hoursAgo,
      ...record,
    },
  })
  return {
    entry: { ...newEntry(run, 'here'), ...entry },
    steps: options.steps ?? run.steps,
    predictions,
  }
}

/** What a visitor may have after a week: several recipes and seeds, a run from a link, a stopped run. */
export function aWeekOfRuns(): StoredRun[] {
  const page = presetChoice('page-10')
  const cutout = withToggle(page, 'cutout', true)
  const unwhitened = withToggle(page, 'whitening', false)
  return [
    storedRun(1, { choice: cutout, accuracy: 0.9422, hoursAgo: 0.4, entry: { star: true } }),
    ...[0.9406, 0.9398, 0.9421, 0.9389, 0.9412].map((accuracy, i) =>
      storedRun(i + 1, { accuracy, seconds: 72.6 + 0.3 * i, hoursAgo: 1 + 0.1 * i }),
    ),
    storedRun(1, { choice: unwhitened, accuracy: 0.9291, seconds: 70.8, hoursAgo: 2 }),
    storedRun(1, {
      choice: presetChoice('airbench94'),
      accuracy: 0.9401,
      seconds: 64.9,
      hoursAgo: 26,
    }),
    storedRun(4, {
      choice: presetChoice('page-79'),
      epochs: 24,
      accuracy: 0.9409,
      seconds: 288,
      hoursAgo: 300,
      entry: { origin: 'link' },
      record: { adapter: 'another synthetic run, no GPU' },
    }),
    storedRun(9, { hoursAgo: 350, record: { ending: { kind: 'stopped' }, stepsTaken: 600 } }),
  ]
}

/** Stores runs in the page's database. Call while a page of the same origin is open; then reload. */
export async function storeInBrowser(
  page: Page,
  runs: readonly StoredRun[],
  experiments: readonly Experiment[] = [],
): Promise<void> {
  await page.evaluate(
    (stored) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('lab94-runs', 2)
        opening.onupgradeneeded = () => {
          opening.result.createObjectStore('entries', { keyPath: 'id' })
          for (const name of ['steps', 'named', 'running', 'values']) {
            opening.result.createObjectStore(name)
          }
        }
        opening.onerror = () => reject(new Error('The database did not open.'))
        opening.onsuccess = () => {
          const change = opening.result.transaction(
            ['entries', 'steps', 'named', 'values'],
            'readwrite',
          )
          for (const name of ['entries', 'steps', 'named']) change.objectStore(name).clear()
          for (const { entry, steps, predictions } of stored.runs) {
            change.objectStore('entries').put(entry)
            change.objectStore('steps').put(steps, entry.id)
            if (predictions) change.objectStore('named').put(predictions, entry.id)
          }
          change.objectStore('values').put(stored.experiments, 'experiments')
          change.oncomplete = () => {
            opening.result.close()
            localStorage.setItem('lab94.runs', 'kept')
            resolve()
          }
        }
      }),
    { runs, experiments },
  )
}

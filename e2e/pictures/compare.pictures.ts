import { type Page, test } from '@playwright/test'
import type { Experiment } from '../../src/experiments/experiment.ts'
import { presetChoice, withToggle } from '../../src/recipe/choice.ts'
import type { ToggleName } from '../../src/recipe/toggles.ts'
import type { StoredRun } from '../../src/runs/history/entry.ts'
import { openCompare } from '../support/compare-page.ts'
import { chartExperiments } from '../support/stored-experiments.ts'
import { aWeekOfRuns, storedRun } from '../support/stored-runs.ts'

// Screenshots of Compare with synthetic runs, written to .cache/screens for review.

const BASE = presetChoice('page-10')

/** A made-up ablation of Page's last recipe; no figure was measured. */
const WORTH: Partial<Record<ToggleName, readonly [number, number]>> = {
  whitening: [-0.012, -0.9],
  labelSmoothing: [-0.0048, 0],
  mirrorViews: [-0.0039, 0],
  ema: [-0.0031, -0.2],
  crop: [-0.0028, -0.3],
  ghostNorm: [-0.0017, -1.4],
  celu: [-0.0005, 0],
  frozenScale: [0.0003, 38],
}

function ablationRuns(): StoredRun[] {
  const jitter = (seed: number, i: number) => 0.0014 * Math.sin(12.9 * seed + 78.2 * i)
  const arms = [
    { choice: BASE, accuracy: 0.9406, seconds: 73 },
    ...Object.entries(WORTH).map(([name, [worth, seconds]]) => ({
      choice: withToggle(BASE, name as ToggleName, false),
      accuracy: 0.9406 + worth,
      seconds: 73 + seconds,
    })),
  ]
  return arms.flatMap(({ choice, accuracy, seconds }, i) =>
    [1, 2, 3, 4, 5].map((seed) =>
      storedRun(seed, {
        choice,
        accuracy: Math.round(10_000 * (accuracy + jitter(seed, i))) / 10_000,
        seconds: seconds + 0.3 * Math.sin(seed + i),
        hoursAgo: 3 + 0.1 * i,
      }),
    ),
  )
}

interface Scene {
  readonly name: string
  readonly runs: () => StoredRun[]
  readonly query?: (runs: readonly StoredRun[]) => string
  readonly experiments?: () => Experiment[]
  readonly act?: (page: Page) => Promise<void>
}

const idsOf = (runs: readonly StoredRun[], ...at: readonly number[]) =>
  `runs=${at.map((i) => runs[i].entry.id).join(',')}`

const SCENES: readonly Scene[] = [
  { name: 'compare-empty', runs: () => [] },
  { name: 'compare-single', runs: () => [storedRun(1)] },
  {
    name: 'compare-pair',
    runs: () => [
      storedRun(1, { accuracy: 0.9406 }),
      storedRun(1, { choice: withToggle(BASE, 'whitening', false), accuracy: 0.9291 }),
    ],
    query: (runs) => idsOf(runs, 0, 1),
  },
  {
    name: 'compare',
    runs: aWeekOfRuns,
    query: (runs) => idsOf(runs, 0, 1, 6),
    act: async (page) => {
      const plot = page.locator('.curves .accuracy .plot')
      const box = await plot.boundingBox()
      if (box !== null) await page.mouse.move(box.x + 0.42 * box.width, box.y + 100)
    },
  },
  { name: 'compare-one', runs: aWeekOfRuns, query: (runs) => idsOf(runs, 8) },
  {
    name: 'compare-open',
    runs: aWeekOfRuns,
    query: (runs) => `${idsOf(runs, 0, 1, 6, 7, 8, 9)}&x=seconds&smooth=1&loss=train`,
    act: async (page) => {
      await page.getByRole('button', { name: /^Details of .*5.seeds/ }).click()
    },
  },
  {
    name: 'compare-ablation',
    runs: ablationRuns,
    act: async (page) => {
      await page.getByRole('button', { name: 'Measure each trick' }).click()
      await page.getByRole('button', { name: 'Queue them' }).last().click()
      await page.getByRole('button', { name: 'Run every recipe' }).click()
      await page.getByRole('button', { name: 'Queue them' }).last().click()
    },
  },
  {
    name: 'compare-experiments',
    runs: () => chartExperiments().flatMap(({ runs }) => runs),
    experiments: () => chartExperiments().map(({ experiment }) => experiment),
    query: (runs) => `recipe=page-10&${idsOf(runs, 0)}`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Tune', exact: true }).click()
    },
  },
]

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

for (const { name, runs, experiments, query: ofRuns, act } of SCENES) {
  for (const size of SIZES) {
    test(`${name} at ${size.width}`, async ({ page }) => {
      await page.setViewportSize(size)
      for (const theme of ['light', 'dark']) {
        const stored = runs()
        const query = `&theme=${theme}&${ofRuns?.(stored) ?? ''}`
        await openCompare(page, stored, query, 47, experiments?.() ?? [])
        await act?.(page)
        await page.waitForTimeout(600)
        await page.screenshot({
          path: `.cache/screens/${name}-${size.width}-${theme}.png`,
          fullPage: true,
        })
      }
    })
  }
}

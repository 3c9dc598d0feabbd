import { expect, type Page, test } from '@playwright/test'
import type { RunRequest } from '../../src/runs/run.ts'
import type { WorkerEvent } from '../../src/worker/protocol.ts'
import { presetChoice } from '../../src/recipe/choice.ts'
import { writeRunFile } from '../../src/runs/files/run-file.ts'
import { newEntry } from '../../src/runs/history/entry.ts'
import { syntheticRecord } from '../../src/runs/testing/records.ts'
import {
  NO_DATA,
  replaceWorker,
  type Script,
  SYNTHETIC_GPU,
} from '../support/replay/fake-worker.ts'
import { syntheticRun, upTo } from '../support/replay/synthetic-run.ts'

// Screenshots of every state of Train, written to .cache/screens for review. The runs are synthetic, as the adapter's
// name says.

const REQUEST: RunRequest = {
  choice: presetChoice('page-79'),
  seed: 1,
  dataset: 'full',
  engine: 'tfjs',
}

const SCRIPT: Script = {
  adapter: SYNTHETIC_GPU,
  estimate: { seconds: 79, secondsLow: 68, secondsHigh: 101, sampleSeconds: 8 },
  data: NO_DATA,
  onTrain: [],
}

interface RunOptions {
  readonly accuracy?: number
  /** Seconds of the run to show; all of it by default. */
  readonly until?: number
  readonly request?: RunRequest
  readonly last?: WorkerEvent
}

/** All events of a run up to some time, as one batch. */
function runUntil({ accuracy = 0.942, until = Infinity, request = REQUEST, last }: RunOptions) {
  const full = request.dataset === 'full'
  const events = syntheticRun({
    request,
    seconds: full ? 79 : 8,
    accuracy,
    testImages: full ? 10_000 : 1_000,
    trainImages: full ? 50_000 : 5_000,
    adapter: SYNTHETIC_GPU.name ?? '',
  })
  return [...upTo(events, until), ...(last ? [{ after: 0, event: last }] : [])]
}

/** A synthetic recorded run, like those shipped with the page. */
const SHIPPED = (() => {
  const run = syntheticRecord({ epochs: 6, accuracy: 0.9412 })
  return writeRunFile([{ entry: newEntry(run, 'here'), steps: run.steps }])
})()

interface Scene {
  readonly name: string
  readonly script: Partial<Script>
  readonly query?: string
  readonly act: (page: Page) => Promise<void>
}

const train = (page: Page) => page.getByRole('button', { name: 'Train to 94%' }).click()
const tryNow = (page: Page) => page.getByRole('button', { name: 'Try now' }).click()

const SCENES: readonly Scene[] = [
  {
    name: 'before',
    script: {},
    act: async (page) => {
      await expect(page.getByText(/from a 2\ss test/)).toBeAttached()
      await expect(page.locator('.accuracy .recorded')).toBeAttached()
    },
  },
  {
    name: 'software',
    script: {
      adapter: { ...SYNTHETIC_GPU, name: 'SwiftShader', software: true, shaderF16: false },
      estimate: { seconds: 9.8e6, secondsLow: 8.3e6, secondsHigh: 1.27e7, sampleSeconds: 95 },
    },
    act: async (page) => {
      await expect(page.getByText('renders on the CPU')).toBeAttached()
    },
  },
  {
    name: 'no-webgpu',
    script: {
      adapter: {
        ...SYNTHETIC_GPU,
        name: null,
        backend: 'webgl',
        missing: 'This browser cannot reach the GPU: it lacks WebGPU.',
      },
      estimate: { seconds: 5400, secondsLow: 4600, secondsHigh: 7000, sampleSeconds: 540 },
    },
    act: async (page) => {
      await expect(page.getByText('lacks WebGPU')).toBeVisible()
    },
  },
  {
    name: 'gpu',
    script: {},
    act: async (page) => {
      await page.locator('.facts .word-button').click()
      await expect(page.getByRole('dialog', { name: 'This GPU' })).toBeVisible()
    },
  },
  {
    name: 'download',
    script: {
      data: {
        ...NO_DATA,
        phase: 'downloading',
        source: { kind: 'server', name: 'this server' },
        bytesDone: 64_000_000,
        bytesTotal: 184_380_000,
        bytesPerSecond: 4_300_000,
        secondsLeft: 28,
      },
      onTrain: [{ after: 0, event: { type: 'preparing', what: 'data' } }],
    },
    act: train,
  },
  {
    name: 'data-fault',
    script: {
      data: {
        ...NO_DATA,
        phase: 'failed',
        source: { kind: 'file', name: 'cifar-10-binary.tar.gz' },
        error: {
          message: 'cifar-10-binary.tar.gz ends in the middle of data_batch_3.bin.',
          advice: 'Download the archive again; the two files before it are stored.',
        },
      },
    },
    act: async (page) => {
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
  },
  { name: 'running', script: { onTrain: runUntil({ until: 51 }) }, act: train },
  {
    name: 'running-changed',
    script: {
      onTrain: runUntil({
        until: 51,
        request: {
          ...REQUEST,
          choice: { ...presetChoice('page-10'), toggles: { cutout: true, flip: false } },
        },
      }),
    },
    query: 'recipe=page-10&cutout=on&flip=off',
    act: train,
  },
  { name: 'done', script: { onTrain: runUntil({}) }, act: train },
  {
    name: 'done-views',
    script: {
      onTrain: runUntil({ request: { ...REQUEST, choice: presetChoice('page-10') } }),
    },
    query: 'recipe=page-10',
    act: train,
  },
  { name: 'miss', script: { onTrain: runUntil({ accuracy: 0.938 }) }, act: train },
  {
    name: 'sample',
    script: {
      onTrain: runUntil({ accuracy: 0.68, request: { ...REQUEST, dataset: 'sample' } }),
    },
    act: tryNow,
  },
  {
    name: 'sample-changed',
    script: {
      onTrain: runUntil({ accuracy: 0.649, request: { ...REQUEST, dataset: 'sample' } }),
      onLaterTrain: [runUntil({ accuracy: 0.514, request: { ...REQUEST, dataset: 'sample' } })],
    },
    query: 'recipe=quick',
    act: async (page) => {
      await tryNow(page)
      await page.getByRole('button', { name: 'Guess and try' }).first().click()
      await page.getByRole('button', { name: 'Less accurate' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toContainText('lower')
    },
  },
  {
    name: 'sample-tiny',
    script: {
      onTrain: runUntil({
        accuracy: 0.31,
        request: { ...REQUEST, dataset: 'sample', choice: presetChoice('tiny') },
      }),
    },
    query: 'recipe=tiny',
    act: tryNow,
  },
  {
    name: 'failed',
    script: {
      onTrain: runUntil({
        until: 40,
        last: {
          type: 'trainer',
          event: {
            type: 'failed',
            step: 1180,
            message: 'The GPU was lost.',
            advice: 'Run it again; the run is saved up to there.',
            saved: null,
          },
        },
      }),
    },
    act: train,
  },
  {
    name: 'recipe-schedule',
    script: {},
    query: 'recipe=page-10&optimiser.momentum=0.8',
    act: async (page) => {
      await page.getByRole('button', { name: /Recipe/ }).click()
      await page.locator('summary', { hasText: 'Schedule' }).click()
      await page.locator('summary', { hasText: 'Normalisation' }).click()
      await page.getByRole('button', { name: 'More', exact: true }).first().click()
      await page.locator('summary', { hasText: 'Normalisation' }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'recipe',
    script: {},
    query: 'recipe=page-10&cutout=on&flip=off',
    act: async (page) => {
      await page.getByRole('button', { name: /Recipe/ }).click()
      await expect(page.getByRole('radiogroup', { name: 'Base recipe' })).toBeVisible()
    },
  },
]

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

for (const { name, script, query = '', act } of SCENES) {
  for (const size of SIZES) {
    test(`${name} at ${size.width}`, async ({ page }) => {
      await page.setViewportSize(size)
      await replaceWorker(page, { ...SCRIPT, ...script })
      await page.route('**/shipped-runs.json', (route) => route.fulfill({ body: SHIPPED }))
      for (const theme of ['light', 'dark']) {
        await page.goto(`/?theme=${theme}&${query}`)
        await expect(page.locator('.panes')).toBeVisible()
        await act(page)
        // Parts of the page load when they are first shown.
        await expect(page.locator('.strip').getByRole('button').first()).toBeVisible()
        await page.waitForLoadState('networkidle')
        await page.mouse.move(0, 0)
        await page.waitForTimeout(600)
        await page.screenshot({
          path: `.cache/screens/${name}-${size.width}-${theme}.png`,
          fullPage: size.width < 760 && name !== 'recipe',
        })
      }
    })
  }
}

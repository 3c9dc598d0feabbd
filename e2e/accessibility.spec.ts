import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { NO_DATA, type Script, SYNTHETIC_GPU } from './replay/fake-worker.ts'
import { openReplayed, runOf } from './replay/open-replayed.ts'
import { upTo } from './replay/synthetic-run.ts'

interface State {
  readonly name: string
  readonly script?: Partial<Script>
  readonly width?: number
  readonly act?: (page: Page) => Promise<void>
}

const key = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

const train = async (page: Page) => {
  await key(page, 'Train to 94%').click()
  await expect(key(page, 'Train to 94%')).toHaveCount(0)
  await expect(page.locator('.strip h1')).toHaveCount(1)
}

const openRecipe = async (page: Page) => {
  await key(page, /^Recipe/).click()
  await expect(page.getByRole('radiogroup', { name: /rung/ })).toBeVisible()
  await page.evaluate(() => {
    for (const group of document.querySelectorAll('details')) group.open = true
  })
}

const failed = {
  type: 'failed',
  step: 900,
  message: 'This tab lost the GPU.',
  advice: 'Run it again.',
  kept: null,
} as const

const STATES: readonly State[] = [
  { name: 'before' },
  {
    name: 'on a processor',
    script: { adapter: { ...SYNTHETIC_GPU, name: 'SwiftShader', software: true } },
  },
  {
    name: 'with a download under way and a fault in a file',
    script: {
      data: {
        ...NO_DATA,
        phase: 'downloading',
        source: { kind: 'server', name: 'this server' },
        bytesDone: 60_000_000,
        bytesTotal: 180_000_000,
        bytesPerSecond: 4_000_000,
        secondsLeft: 30,
        error: { message: 'data_batch_3.bin is cut short.', advice: 'Fetch it again.' },
      },
    },
  },
  {
    name: 'while a run goes on, its recipe beside it',
    script: { onTrain: upTo(runOf('full', 0.942), 51) },
    act: train,
  },
  {
    name: 'after a run, with its numbers as a table',
    script: { onTrain: upTo(runOf('full', 0.942)) },
    act: async (page) => {
      await train(page)
      await page.getByText('The same numbers as a table').click()
      await expect(page.getByRole('table')).toBeVisible()
    },
  },
  {
    name: 'after a run that failed',
    script: {
      onTrain: [
        ...upTo(runOf('full', 0.942), 30),
        { after: 0, event: { type: 'trainer', event: failed } },
      ],
    },
    act: train,
  },
  { name: 'with the whole recipe open', act: openRecipe },
  { name: 'on a phone', width: 390 },
  { name: 'on a phone, with the recipe as a sheet', width: 390, act: openRecipe },
]

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in any state, ${theme}`, async ({ page }) => {
    for (const { name, script = {}, width = 1440, act } of STATES) {
      await test.step(name, async () => {
        await page.setViewportSize({ width, height: 900 })
        await openReplayed(page, script, `?theme=${theme}`)
        await act?.(page)
        const { violations } = await new AxeBuilder({ page }).analyze()
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => ({ state: name, id, target, failureSummary })),
        )
        expect(found).toEqual([])
      })
    }
  })
}

import { expect, type Page, test } from '@playwright/test'
import { loseGpu, watchGpu } from '../support/lost-gpu.ts'
import { listenToRefusals } from '../support/refusals.ts'
import {
  listenToWorker,
  lossesByStep,
  stepLosses,
  trainerEvents,
} from '../support/worker-events.ts'

/** Kernels are built before the first step, on two cores that SwiftShader shares with the browser. */
const SLOW = { timeout: 120_000 }

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

let refused: readonly string[]

test.beforeEach(async ({ page }) => {
  refused = listenToRefusals(page)
  await listenToWorker(page)
})

test.afterEach(() => {
  expect(refused).toEqual([])
})

// The one complete training: real images, real worker, SwiftShader.
test(
  'learns from the shipped images through a pause, a lost GPU and a reload',
  { tag: '@long' },
  async ({ page }) => {
    await page.goto('/?recipe=tiny')
    await page.getByRole('button', { name: 'Try now' }).click()
    await expect.poll(async () => (await stepLosses(page)).length, SLOW).toBeGreaterThan(3)

    await page.getByRole('button', { name: 'Pause' }).click()
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible(SLOW)
    expect((await trainerEvents(page)).at(-1)?.type).toBe('paused')
    const held = (await stepLosses(page)).length

    await watchGpu(page)
    await page.getByRole('button', { name: 'Step', exact: true }).click()
    await expect.poll(async () => (await stepLosses(page)).length, SLOW).toBe(held + 1)
    await expect.poll(async () => (await trainerEvents(page)).at(-1)?.type, SLOW).toBe('paused')

    await loseGpu(page)
    await page.getByRole('button', { name: 'Resume' }).click()
    const resumed = `The GPU was lost during step ${held + 2}`
    await expect(page.getByText(resumed)).toContainText('Training resumed from', SLOW)
    await expect.poll(async () => (await stepLosses(page)).length, SLOW).toBeGreaterThan(held + 2)
    await page.getByRole('button', { name: 'Pause' }).click()
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible(SLOW)
    const paused = (await stepLosses(page)).length

    await page.reload()
    await page.getByRole('link', { name: 'Look inside' }).click()
    await page.getByRole('button', { name: 'Measure every 10th step' }).click()
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    await page.getByRole('button', { name: /^Resume Tiny/ }).click()
    const done = async () => (await trainerEvents(page)).find((event) => event.type === 'done')
    await expect.poll(done, { timeout: 280_000, intervals: [2000] }).toBeDefined()

    const begun = (await trainerEvents(page)).filter((event) => event.type === 'begin')
    const resumedFrom = (step: number) => ({ step, sameBits: true })
    expect(begun.map((event) => event.resumedFrom)).toEqual([
      null,
      resumedFrom(held + 1),
      resumedFrom(paused),
    ])
    const [begin] = begun
    expect(begin.plan.engine).toMatchObject({ engine: 'wgsl', precision: 'f32', software: true })
    const losses = await lossesByStep(page)
    expect(losses).toHaveLength(60)
    expect(mean(losses.slice(-10))).toBeLessThan(2.15)
    const accuracy = (await done())?.test.live.accuracy ?? 0
    expect(accuracy).toBeGreaterThan(0.18)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(
      `${(100 * accuracy).toFixed(1)}%`,
    )
    await lookInside(page)
  },
)

/** Inspects the trained network, on Train and in Look inside. */
async function lookInside(page: Page) {
  const part = (name: string) => page.getByRole('region', { name, exact: true })
  const right = page.getByRole('region', { name: /^12.least confident correct predictions/ })
  await right.getByRole('listitem').getByRole('button').first().click()
  const picture = part('Your own picture')
  await expect(picture.getByText(/^Correct: /)).toBeVisible(SLOW)
  await expect(picture.getByRole('row')).toHaveCount(11)

  // Read when scrolled into view.
  await part('First-layer filters').evaluate((element) => element.scrollIntoView())
  await expect(part('First-layer filters').getByRole('img', { name: /^filter/ })).toHaveCount(
    8,
    SLOW,
  )
  const activations = part('Activations')
  await activations.evaluate((element) => element.scrollIntoView())
  await expect(activations.getByRole('listitem')).toHaveCount(3, SLOW)
  await expect(activations).toContainText('after step 60')
  await page.getByRole('button', { name: 'Time the kernels' }).click()
  const layers = part('Layers')
  await expect(layers).toContainText(/At 100% efficiency|does not report kernel times/, SLOW)
  const moving = part('Weight dynamics').getByRole('row')
  await expect(moving.filter({ hasText: 'stage1.conv' }).getByRole('cell')).toHaveCount(4)
}

import { expect, test } from '@playwright/test'
import { listenToWorker, stepLosses, trainerEvents } from '../support/worker-events.ts'

/** Kernels are compiled before the first step, on cores that Mesa's CPU driver shares with the browser. */
const SLOW = { timeout: 900_000 }

test.setTimeout(1_000_000)

test('every kernel matches its reference in the page', async ({ page }) => {
  await page.goto('/?view=compare')
  await page
    .getByRole('button', { name: /^Show details of this GPU: / })
    .first()
    .click()
  const panel = page.getByRole('dialog', { name: 'This GPU' })
  await panel.getByRole('button', { name: 'Test all kernels' }).click()
  const state = panel.getByRole('status')
  await expect(state).toHaveText(/^All [2-9]\d\d\scases passed\.$/, SLOW)
})

test('trains through WebGPU', async ({ page }) => {
  await listenToWorker(page)
  await page.goto('/?recipe=tiny&set.length.count=12')
  await page.getByRole('button', { name: 'Try now' }).click()
  const types = async () => (await trainerEvents(page)).map(({ type }) => type)
  await expect.poll(types, SLOW).toContain('done')
  const begin = (await trainerEvents(page)).find((event) => event.type === 'begin')
  expect(begin?.plan.engine).toMatchObject({ engine: 'wgsl' })
  const losses = await stepLosses(page)
  expect(losses).toHaveLength(12)
  expect(losses.at(-1)).toBeLessThan(losses[0])
})

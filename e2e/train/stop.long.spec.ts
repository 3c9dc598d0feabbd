import { expect, test } from '@playwright/test'
import { listenToRefusals } from '../support/refusals.ts'
import {
  listenToWorker,
  stepLosses,
  trainerEvents,
  workerEvents,
} from '../support/worker-events.ts'

/** Kernels are built before the first step, on two cores that SwiftShader shares with the browser. */
const SLOW = { timeout: 120_000 }

// TensorFlow.js takes about two seconds per step here.
test('stops immediately without an error, and restarts', async ({ page }) => {
  const refused = listenToRefusals(page)
  await listenToWorker(page)
  await page.goto('/?recipe=tiny&engine=tfjs')
  const stopped = async () =>
    (await trainerEvents(page)).filter((event) => event.type === 'stopped').length
  for (const [button, run] of [
    ['Try now', 1],
    ['Run again', 2],
  ] as const) {
    const before = (await stepLosses(page)).length
    await page.getByRole('button', { name: button }).click()
    await expect.poll(async () => (await stepLosses(page)).length, SLOW).toBeGreaterThan(before + 1)
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect.poll(stopped, SLOW).toBe(run)
    await expect(page.getByRole('alert')).toHaveCount(0)
  }
  const events = await workerEvents(page)
  expect(events.filter((event) => event.type === 'problem')).toEqual([])
  const begun = (await trainerEvents(page)).flatMap((event) =>
    event.type === 'begin' ? [event.plan.engine.engine] : [],
  )
  expect(begun).toEqual(['tfjs', 'tfjs'])
  expect(refused).toEqual([])
})

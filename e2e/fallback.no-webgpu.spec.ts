import { expect, test } from '@playwright/test'
import { listenToWorker, stepLosses, workerEvents } from './worker-events.ts'

/** Kernels are built before the first step, on two cores that SwiftShader shares with the browser. */
const SLOW = { timeout: 120_000 }

// The browser is started without the flag that gives this computer a WebGPU adapter.
test('says that WebGPU is missing and trains without it', async ({ page }) => {
  await listenToWorker(page)
  await page.goto('/?recipe=tiny')
  await expect(page.getByText(/WebGPU/).first()).toBeVisible()
  const adapter = (await workerEvents(page)).find((event) => event.type === 'adapter')?.adapter
  expect(adapter?.missing).toMatch(/WebGPU/)
  expect(adapter?.backend).not.toBe('webgpu')

  await page.getByRole('button', { name: 'Try now' }).click()
  await expect.poll(async () => (await stepLosses(page)).length, SLOW).toBeGreaterThan(2)
  await page.getByRole('button', { name: 'Stop' }).click()
  expect((await stepLosses(page)).every(Number.isFinite)).toBe(true)
})

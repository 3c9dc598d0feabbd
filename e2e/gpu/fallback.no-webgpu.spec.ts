import { expect, test } from '@playwright/test'
import { lookIntoShippedNetwork } from '../support/shipped-network.ts'
import { listenToWorker, stepLosses, workerEvents } from '../support/worker-events.ts'

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

test('predicts pictures with the shipped network, offered before training', async ({ page }) => {
  test.slow()
  await page.goto('/')
  const offers = page.locator('.acts').getByRole('button')
  await expect(offers.first()).toHaveText('Try a picture')
  await page.getByRole('button', { name: 'Explore the network' }).click()
  await expect(page.getByRole('region', { name: /^Confusion/ })).toContainText('Shipped network')
  await lookIntoShippedNetwork(page)
})

test('shows its buttons once their order is known, and does not move them', async ({ page }) => {
  await page.goto('/')
  const train = page.getByRole('button', { name: 'Train to 94%' })
  await expect(train).toBeVisible()
  const first = await train.boundingBox()
  await expect(page.getByRole('button', { name: 'Explore the network' })).toBeVisible()
  expect((await train.boundingBox())?.x).toBe(first?.x)
})

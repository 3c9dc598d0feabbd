import { expect, type Page, test } from '@playwright/test'

/** Kernels are built before the first step, and TensorFlow.js takes seconds for each. */
const SLOW = { timeout: 120_000 }

/** Runs code in the worker before its own. */
const beforeWorker = (page: Page, code: string) =>
  page.route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `${code};${await response.text()}` })
  })

test('trains with WebGPU’s default limits if the driver rejects higher ones, and says so', async ({
  page,
}) => {
  await beforeWorker(
    page,
    `const request = GPUAdapter.prototype.requestDevice
    GPUAdapter.prototype.requestDevice = function (wish) {
      if (wish?.requiredLimits) return Promise.reject(new TypeError('limit too high'))
      return request.call(this, wish)
    }`,
  )
  await page.goto('/?recipe=tiny')
  await page.getByRole('button', { name: 'Try now' }).click()
  await expect(page.getByText(/refused higher limits/)).toBeVisible(SLOW)
})

test('stops waiting for a silent GPU, says why, and offers to train without it', async ({
  page,
}) => {
  await beforeWorker(page, 'GPU.prototype.requestAdapter = () => new Promise(() => {})')
  await page.goto('/?recipe=tiny')
  await expect(page.getByText(/did not respond within/).first()).toBeVisible(SLOW)
  await expect(page.getByRole('button', { name: 'Try now' })).toBeEnabled()
})

test(
  'trains with TensorFlow.js if our kernels compute wrong values, and says so',
  { tag: '@long' },
  async ({ page }) => {
    await beforeWorker(
      page,
      `const create = GPUDevice.prototype.createShaderModule
    GPUDevice.prototype.createShaderModule = function ({ label, code }) {
      return create.call(this, { label, code: code.replace('max(upper, lower)', 'max(upper, lower) * 1.01') })
    }`,
    )
    await page.goto('/?recipe=tiny')
    await page.getByRole('button', { name: 'Try now' }).click()
    await expect(page.getByText(/TensorFlow.js is used instead/)).toBeVisible(SLOW)
  },
)

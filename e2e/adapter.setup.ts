import { expect, test } from '@playwright/test'

// Without this check, tests that also work on the fallback would pass in a browser without an adapter.
test('the browser uses SwiftShader', async ({ page }) => {
  await page.goto('/')
  const architecture = await page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter()
    return adapter?.info.architecture ?? null
  })
  expect(architecture).toBe('swiftshader')
})

import { expect, test } from '@playwright/test'

// Without this, a browser that finds no adapter would pass every test that takes the fallback for granted.
test('the browser computes on SwiftShader', async ({ page }) => {
  await page.goto('/')
  const architecture = await page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter()
    return adapter?.info.architecture ?? null
  })
  expect(architecture).toBe('swiftshader')
})

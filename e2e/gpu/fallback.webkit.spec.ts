import { expect, test } from '@playwright/test'
import { WebKitDriver } from '../support/webkit-driver.ts'

/** TensorFlow.js is loaded, and its first step is slow. */
const SLOW = { timeout: 120_000 }

/** Script: clicks the button whose name begins with this; false if there is none yet. */
const click = (name: string) =>
  `const found = [...document.querySelectorAll('button')].find((button) => button.textContent.startsWith('${name}') && !button.disabled)
  found?.click()
  return found !== undefined`

test('the page opens and its fallback trains in WebKitGTK', async ({ baseURL }) => {
  const driver = await WebKitDriver.start()
  try {
    await driver.goto(`${baseURL}/?recipe=tiny&set.length.count=12`)
    expect(await driver.evaluate('return navigator.userAgent')).toMatch(/AppleWebKit.*Safari/)
    await expect.poll(() => driver.evaluate(click('Try now')), SLOW).toBe(true)
    const title = () => driver.evaluate(`return document.querySelector('h1')?.textContent ?? ''`)
    await expect.poll(title, SLOW).toMatch(/\d+\.\d\s?%/)
  } finally {
    await driver.stop()
  }
})

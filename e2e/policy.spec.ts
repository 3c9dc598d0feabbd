import { expect, test } from '@playwright/test'
import { openReplayed, runOf } from './replay/open-replayed.ts'
import { listenToRefusals } from './refusals.ts'
import { upTo } from './replay/synthetic-run.ts'

test('says what may be loaded, in the page and as a header', async ({ page }) => {
  const response = await page.goto('/')
  const header = response?.headers()['content-security-policy'] ?? ''
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]')
  const policy = (await meta.getAttribute('content')) ?? ''
  expect(header).toBe(`${policy}; frame-ancestors 'none'`)
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toContain('unsafe')

  // A refusal is seen as one, or the tests that look for them would say nothing.
  const refused = listenToRefusals(page)
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "inline"'
    document.head.append(script)
  })
  await expect.poll(() => refused).toContainEqual(expect.stringContaining('inline script'))
  await expect(page).not.toHaveTitle('inline')
})

for (const width of [1440, 390]) {
  test(`everything that a run shows keeps to the policy, ${width} pixels wide`, async ({
    page,
  }) => {
    const refused = listenToRefusals(page)
    await page.setViewportSize({ width, height: 900 })
    await openReplayed(page, { onTrain: upTo(runOf('full', 0.942)) })
    await page.getByRole('button', { name: 'Train to 94%' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/94\.2%/)
    await page.getByRole('slider').focus()
    await page.keyboard.press('Home')
    await page.getByText('The same numbers as a table').press('Enter')
    await page.getByRole('button', { name: /^Recipe/ }).click()
    await expect(page.getByRole('radiogroup', { name: /rung/ })).toBeVisible()
    expect(refused).toEqual([])
  })
}

import { expect, test } from '@playwright/test'
import { openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { listenToRefusals } from '../support/refusals.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

test('has the policy in the page and as a header', async ({ page }) => {
  const response = await page.goto('/')
  const header = response?.headers()['content-security-policy'] ?? ''
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]')
  const policy = (await meta.getAttribute('content')) ?? ''
  expect(header).toBe(`${policy}; frame-ancestors 'none'`)
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("require-trusted-types-for 'script'")

  // Violations must be observable, or the tests that look for them would prove nothing.
  const refused = listenToRefusals(page)
  await page.evaluate(() => {
    const picture = document.createElement('img')
    picture.src = 'https://example.org/picture.png'
  })
  await expect.poll(() => refused).toContainEqual(expect.stringContaining('img-src'))
})

test('creates no HTML, script or worker from text', async ({ page }) => {
  await page.goto('/')
  const refusals = await page.evaluate(() => {
    const refusalOf = (act: () => void) => {
      try {
        act()
        return 'none'
      } catch (error) {
        return error instanceof Error ? error.name : 'unknown'
      }
    }
    return [
      refusalOf(() => (document.createElement('div').innerHTML = '<img>')),
      refusalOf(() => new Worker('/sw.js')),
      refusalOf(() => (document.createElement('script').text = '1')),
    ]
  })
  expect(refusals).toEqual(['TypeError', 'TypeError', 'TypeError'])
})

test('ships the licences of the packages in the page, its worker and its styles', async ({
  request,
}) => {
  const text = await (await request.get('/licences.txt')).text()
  for (const name of ['react-dom', 'hyparquet', '@fontsource-variable/hanken-grotesk']) {
    expect(text).toContain(`## ${name} `)
  }
  expect(text).toContain('SIL OPEN FONT LICENSE')
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
    await page.getByText('Numbers as a table').press('Enter')
    await page.getByRole('button', { name: /^Recipe/ }).click()
    await expect(page.getByRole('radiogroup', { name: 'Base recipe' })).toBeVisible()
    expect(refused).toEqual([])
  })
}

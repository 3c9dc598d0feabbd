import { expect, type Page, test } from '@playwright/test'
import { aWeekOfRuns, storeInBrowser } from '../support/stored-runs.ts'
import { predictedRun } from '../support/predicted-runs.ts'
import { serveNetwork } from '../support/replay/inspected-worker.ts'
import { scriptedNetwork } from '../support/replay/scripted-network.ts'
import { openReplayed } from '../support/replay/open-replayed.ts'

/** Minimum size of a touch target, in pixels. */
const FINGER = 44

/**
 * Controls smaller than a touch target. Links and buttons within a sentence are as high as its line, and a matrix of ten
 * columns has no room for more.
 */
const tooSmall = (page: Page) =>
  page.evaluate((finger) => {
    const controls = [
      ...document.querySelectorAll<HTMLElement>(
        'button, a[href], input, select, textarea, summary, [role=radio], [role=switch]',
      ),
    ]
    /** The height of the clickable element around a small control. */
    const answering = (control: Element) => {
      const { position, height } = getComputedStyle(control, '::after')
      return position === 'absolute' ? Number.parseFloat(height) : 0
    }
    return controls.flatMap((control) => {
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return []
      if (control.closest('p, .caption, .hidden-text, .confusion') !== null) return []
      const boxes = [control, control.closest('label')].flatMap((box) =>
        box === null ? [] : [box.getBoundingClientRect()],
      )
      const [width, height] = [
        Math.max(...boxes.map((box) => box.width)),
        Math.max(...boxes.map((box) => box.height), answering(control)),
      ]
      if (width < 2 || height >= finger - 0.5) return []
      const name = control.ariaLabel ?? control.textContent.trim()
      return [
        `${control.tagName.toLowerCase()}.${control.className} "${name}" ${Math.round(width)} × ${Math.round(height)}`,
      ]
    })
  }, FINGER)

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

/** Elements of a part that extend beyond the window's right edge. */
const beyond = (page: Page, part: string) =>
  page
    .locator(part)
    .evaluate((whole) =>
      [...whole.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
        .map((element) => `${element.tagName}.${element.className}`),
    )

const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

test('Train and its recipe fit a phone, with large enough touch targets', async ({ page }) => {
  await openReplayed(page)
  await expect(page.getByRole('region', { name: /^How 341/ })).toBeAttached()
  expect(await tooSmall(page)).toEqual([])
  expect(await widthOf(page)).toBe(390)
  await page.getByRole('button', { name: /^Recipe/ }).tap()
  await page.getByRole('button', { name: /^All \d+ recipes/ }).tap()
  for (const group of await page.locator('.group > summary').all()) await group.tap()
  expect(await tooSmall(page)).toEqual([])
  expect(await beyond(page, '.drawer')).toEqual([])
})

test('experiments fit a phone, with large enough touch targets and visible forms', async ({
  page,
}) => {
  await openReplayed(page)
  await storeInBrowser(page, aWeekOfRuns())
  await page.goto('/?view=compare')
  const tune = page.getByRole('button', { name: 'Tune', exact: true })
  await expect(tune).toHaveAttribute('aria-disabled', 'true')
  await expect(page.locator('.experiments')).toContainText('Not for E1 at 32 px')
  await page.goto('/?view=compare&recipe=page-10')
  await expect(tune).toHaveAttribute('aria-disabled', 'false')
  const offers = page.locator('.experiments').getByRole('button')
  await expect(offers.filter({ visible: true })).toHaveCount(3)
  await page.locator('.experiments summary').tap()
  for (const name of ['Measure each trick', 'Tune', 'Place residual branches']) {
    await page.getByRole('button', { name, exact: true }).tap()
    const form = page.getByRole('group', { name })
    await expect(form.getByRole('heading', { name })).toBeInViewport()
    await expect(form.getByRole('button', { name: /Queue/ })).toBeInViewport()
    expect(await tooSmall(page)).toEqual([])
    expect(await widthOf(page)).toBe(390)
  }
})

test('Look inside fits a phone, with large enough touch targets', async ({ page }) => {
  await serveNetwork(page, await scriptedNetwork())
  await page.goto('/?view=inside&recipe=page-10')
  await storeInBrowser(page, [
    predictedRun(1, (record) => record % 9 === 0),
    predictedRun(2, (record) => record % 10 === 0),
  ])
  await page.reload()
  const run = page.getByRole('combobox', { name: 'Run', exact: true })
  await run.selectOption({ label: 'Last run' })
  await page.locator('#filters').evaluate((element) => element.scrollIntoView())
  await expect(page.locator('#filters canvas')).not.toHaveCount(0)
  await page.locator('#activations').evaluate((element) => element.scrollIntoView())
  await expect(page.locator('#activations canvas')).not.toHaveCount(0)
  await page.getByRole('button', { name: 'Time the kernels' }).tap()
  await page.getByRole('button', { name: 'A test image' }).tap()
  await expect(page.getByText(/^(Correct|Wrong): /)).toBeVisible()
  expect(await tooSmall(page)).toEqual([])
  expect(await widthOf(page)).toBe(390)
  await run.selectOption({ index: 0 })
  await page.getByRole('button', { name: /cats predicted as dogs$/ }).tap()
  expect(await tooSmall(page)).toEqual([])
  expect(await widthOf(page)).toBe(390)
})

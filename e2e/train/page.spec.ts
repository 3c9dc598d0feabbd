import { gzipSync } from 'node:zlib'
import { expect, type Page, type Response, test } from '@playwright/test'
import { excessWidth } from '../support/excess-width.ts'
import { commandsOf, NO_DATA, SYNTHETIC_GPU } from '../support/replay/fake-worker.ts'
import { openReplayed as open, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

// The page alone, with a scripted worker.

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test.describe('before a run', () => {
  test('says what it is, which device trains, how long it takes and what it downloads', async ({
    page,
  }) => {
    await open(page)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('9,400 of 10,000')
    const strip = page.locator('.strip')
    await expect(strip).toContainText('synthetic run, no GPU')
    await expect(strip).toContainText(/70 to 100\ss/)
    await expect(strip).toContainText(/downloads 162\sMB, once/)
    await expect(strip).toContainText(/about 8\ss once the network is built, and won’t reach 94%/)
  })

  test('loads less than 200 kB of compressed code and styles', async ({ page }) => {
    const bodies = new Map<string, Promise<Buffer>>()
    const collect = (response: Response) => {
      const type = response.request().resourceType()
      if (['document', 'script', 'stylesheet'].includes(type)) {
        bodies.set(response.url(), response.body())
      }
    }
    await page.addInitScript(() => {
      new MutationObserver((_changes, observer) => {
        if (document.querySelector('.panes') === null) return
        observer.disconnect()
        performance.mark('first view')
      }).observe(document, { childList: true, subtree: true })
    })
    page.on('response', collect)
    await open(page)
    // Lazy parts may still be loading when the test ends.
    page.off('response', collect)
    /** What was requested after the first view was complete, on fast computers even before the test sees it. */
    const later = await page.evaluate(() => {
      const [{ startTime: shown }] = performance.getEntriesByName('first view')
      return performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => startTime > shown)
        .map(({ name }) => name)
    })
    const first = [...bodies].flatMap(([url, body]) => (later.includes(url) ? [] : [body]))
    const packed = (await Promise.all(first)).map((body) => gzipSync(body, { level: 9 }).length)
    expect(packed.length).toBeGreaterThan(3)
    expect(packed.reduce((a, b) => a + b)).toBeLessThan(200_000)
  })

  test('offers what needs no training first if training would run on the CPU', async ({ page }) => {
    await open(page, {
      adapter: { ...SYNTHETIC_GPU, name: 'SwiftShader', software: true },
      estimate: { seconds: 1.518e8, secondsLow: 1.4e8, secondsHigh: 1.7e8, sampleSeconds: 95 },
    })
    await expect(page.locator('.strip')).toContainText('no GPU access')
    await expect(page.locator('.strip .lead')).toContainText(/about 1,757\sdays/)
    await expect(page.locator('.facts .numeral')).toHaveText('1,757 days')
    await expect(page.locator('.acts .button')).toHaveText([
      'Try a picture',
      'Explore the network',
      'See a recorded run',
      'Try now',
      'Train to 94%',
    ])
    await button(page, 'Try now').click()
    const train = await page.evaluate(() =>
      window.replayCommands.find((command) => command.type === 'train'),
    )
    expect(train).toMatchObject({ dataset: 'sample', choice: { preset: 'quick' } })
  })

  test('suggests a reload if a part is no longer on the server', async ({ page }) => {
    await open(page)
    await page.route('**/drawer-*.js', (route) => route.fulfill({ status: 404 }))
    await page.getByRole('button', { name: /^Recipe/ }).click()
    await expect(page.getByRole('alert')).toContainText('newer version')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('9,400 of 10,000')
    await page.unroute('**/drawer-*.js')
    await button(page, 'Reload the page').click()
    await expect(page.getByRole('alert')).toHaveCount(0)
    await expect(page.locator('.panes')).toBeVisible()
  })

  test('says what is wrong with the data, and stays usable', async ({ page }) => {
    const error = { message: 'data_batch_3.bin is truncated.', advice: 'Fetch it again.' }
    await open(page, { data: { ...NO_DATA, phase: 'failed', error } })
    await expect(page.getByRole('alert').first()).toHaveText(/truncated.*Fetch it again/)
    await button(page, 'Try now').click()
    await expect(button(page, 'Stop')).toBeVisible()
  })

  test('accepts files dropped anywhere', async ({ page }) => {
    await open(page)
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(4)], 'data_batch_1.bin'))
      return data
    })
    await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
    await expect(page.getByText('They stay on this computer.')).toBeVisible()
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
    await expect.poll(() => commandsOf(page)).toEqual(['import'])
    await expect(page.getByText('They stay on this computer.')).toHaveCount(0)
  })
})

test.describe('a run', () => {
  test('that reaches the line is plotted, described and announced', async ({ page }) => {
    await open(page, { onTrain: upTo(runOf('full', 0.942)) })
    const top = async () => (await page.locator('.panes').boundingBox())?.y
    const before = await top()
    await button(page, 'Train to 94%').click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('94.2% in 79.0 s')
    await expect(page.locator('.ring')).toHaveCount(1)
    await expect(page.locator('.accuracy .met.halo')).toContainText('reached at')
    await expect(page.getByRole('status')).toHaveText(/Done: 94\.2%/)
    await expect(page).toHaveTitle(/94\.2% in 79\.0\ss/)
    expect(await top()).toBe(before)
    await button(page, 'Run seed 2').click()
    await expect(page).toHaveURL(/seed=2/)
  })

  test('that misses the line says so, without a ring', async ({ page }) => {
    await open(page, { onTrain: upTo(runOf('full', 0.938)) })
    await button(page, 'Train to 94%').click()
    await expect(page.locator('.strip')).toContainText(/20\simages short of 94%/)
    await expect(page.locator('.strip')).toContainText('vary by about 0.15 points')
    await expect(page.locator('.goal')).toHaveCount(1)
    await expect(page.locator('.ring')).toHaveCount(0)
  })

  test('on the sample neither shows nor mentions the line at 94%', async ({ page }) => {
    await open(page, { onTrain: upTo(runOf('sample', 0.684)) })
    await button(page, 'Try now').click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/68\.4%/)
    await expect(page.locator('.goal')).toHaveCount(0)
    await expect(page.locator('.strip')).not.toContainText('94%')
    await expect(page.locator('.panes')).not.toContainText('94%')
    await expect(page.locator('.strip')).not.toContainText('0.15')
  })

  test('shows its figures, and can be paused, stepped and stopped', async ({ page }) => {
    await open(page, { onTrain: upTo(runOf('full', 0.942), 51) })
    await button(page, 'Train to 94%').click()
    const figures = page.locator('.readouts')
    await expect(figures).toContainText('Accuracy after epoch 15')
    await expect(figures).toContainText(/15\.4 of 24/)
    await expect(figures).toContainText('images/s')
    await expect(figures).toContainText(/±/)
    await expect(button(page, 'Step')).toHaveAttribute('aria-disabled', 'true')
    await button(page, 'Halve').click()
    await expect(page.locator('.pane.rate')).toContainText('1/2 × planned')
    await button(page, 'Reset').click()
    await expect(page.locator('.pane.rate')).not.toContainText('× planned')
    await button(page, 'Pause').click()
    await expect(button(page, 'Resume')).toBeVisible()
    await button(page, 'Step').click()
    await button(page, 'Resume').click()
    await expect(button(page, 'Pause')).toBeVisible()
    await expect(page.getByRole('status')).toHaveText(['Resumed.'])
    await button(page, 'Stop').click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Stopped after step 1,\d{3}/)
    expect(await commandsOf(page)).toEqual([
      'train',
      'rate',
      'rate',
      'pause',
      'step',
      'resume',
      'stop',
    ])
    await expect(page.getByRole('alert')).toHaveCount(0)
  })

  test('that fails keeps its curves, and says what to do', async ({ page }) => {
    const failed = {
      type: 'failed',
      step: 900,
      message: 'The GPU was lost.',
      advice: 'Run it again.',
      saved: null,
    } as const
    const events = upTo(runOf('full', 0.942), 30)
    await open(page, {
      onTrain: [...events, { after: 0, event: { type: 'trainer', event: failed } }],
    })
    await button(page, 'Train to 94%').click()
    await expect(page.getByRole('alert')).toHaveText('The GPU was lost. Run it again.')
    await expect(page.locator('.accuracy .dot')).not.toHaveCount(0)
    await expect(button(page, 'Run again')).toBeVisible()
  })
})

test('everything works by keyboard', async ({ page }) => {
  await open(page, { onTrain: upTo(runOf('full', 0.942)) })
  await page.keyboard.press('r')
  const drawer = page.getByRole('complementary', { name: 'Recipe' })
  await expect(drawer).toBeVisible()
  await page.keyboard.press('r')
  await expect(drawer).toHaveCount(0)
  await button(page, 'Train to 94%').focus()
  await page.keyboard.press('Enter')
  await expect(button(page, 'Run seed 2')).toBeVisible()

  await page.getByRole('slider').focus()
  await page.keyboard.press('Home')
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', /^epoch 1\.0: test \d/)
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.rate .bold')).toHaveText('2')
  await page.keyboard.press('Escape')
  await expect(page.locator('.hairline.cursor')).toHaveCount(0)

  await page.getByText('Numbers as a table').press('Enter')
  await expect(page.getByRole('row')).toHaveCount(25)
  await page.keyboard.press('n')
  await expect(page).toHaveURL(/seed=2/)
})

test('recipe changes are summarised, stored in the address and undone', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: /^Recipe/ }).click()
  const drawer = page.getByRole('complementary', { name: 'Recipe' })
  await drawer.getByRole('radio', { name: /E1, growing images/ }).click()
  await drawer.locator('summary', { hasText: 'Data' }).click()
  await drawer.getByRole('switch', { name: 'Cutout' }).click()
  await expect(drawer).toContainText(/with 1\schange: Cutout on\./)
  await expect(drawer).toContainText('Preset: off.')
  await expect(page).toHaveURL(/recipe=e1&cutout=on/)
  await page.reload()
  await expect(page.getByRole('button', { name: /Recipe/ })).toContainText(/1\schange/)
  await page.getByRole('button', { name: /^Recipe/ }).click()
  await drawer.getByRole('button', { name: 'Undo' }).click()
  await expect(page).toHaveURL(/recipe=e1$/)
})

test('a trick sets what it requires, offers its retuning, and is rejected where it makes no sense', async ({
  page,
}) => {
  await open(page, {}, '?recipe=page-10&frozenScale=off')
  await page.getByRole('button', { name: /^Recipe/ }).click()
  const drawer = page.getByRole('complementary', { name: 'Recipe' })
  await expect(drawer).toContainText(
    'Preset: on. Also changes: alpha of CELU 0.075, logit scale 0.125',
  )
  await expect(drawer).toContainText('David Page also retuned: 18 to 17 epochs.')
  await drawer.getByRole('button', { name: 'Apply their retuning' }).click()
  await expect(page).toHaveURL(/frozenScale=off&retune=frozenScale/)
  await drawer.locator('summary', { hasText: 'Initialisation' }).click()
  await drawer.getByRole('switch', { name: 'Identity initialisation' }).click()
  await expect(drawer.getByRole('alert')).toHaveText(/^Only airbench’s networks can/)
  await expect(page).toHaveURL(/frozenScale=off&retune=frozenScale$/)
})

test('numbers change by button and by typing, show immediately, and reset', async ({ page }) => {
  await open(page, {}, '?recipe=page-10')
  await page.getByRole('button', { name: /^Recipe/ }).click()
  const drawer = page.getByRole('complementary', { name: 'Recipe' })
  await drawer.locator('summary', { hasText: 'Schedule' }).click()
  await drawer.getByLabel('Epochs', { exact: true }).fill('20')
  await expect(drawer.getByLabel('Point 2, at epoch', { exact: true })).toHaveValue('4')
  await drawer.getByLabel('Peak rate', { exact: true }).press('Shift+ArrowUp')
  await expect(drawer.getByLabel('Point 2, rate', { exact: true })).toHaveValue('1.5')
  await expect(page).toHaveURL(/length\.count=20/)
  await drawer.getByRole('button', { name: 'Reset Length' }).click()
  await drawer.getByRole('button', { name: 'Reset Schedule points' }).click()
  await expect(page).toHaveURL(/recipe=page-10$/)
  await drawer.locator('summary', { hasText: 'Data' }).click()
  await drawer.getByRole('switch', { name: 'Cutout' }).click()
  await drawer.getByRole('radiogroup', { name: 'Side' }).getByLabel('12').check()
  await expect(page).toHaveURL(/cutout=on.*augmentation\.cutout=12/)
  await drawer.getByRole('button', { name: 'Reset Cutout' }).click()
  await expect(drawer.getByText(/unchanged/)).toBeVisible()
})

test('the theme can be switched and is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await open(page)
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(await ground()).toBe('rgb(244, 244, 242)')
  await page.getByRole('button', { name: /^Theme/ }).click()
  await page.getByRole('button', { name: /^Theme/ }).click()
  expect(await ground()).toBe('rgb(20, 21, 23)')
  await page.reload()
  await expect.poll(ground).toBe('rgb(20, 21, 23)')
})

test('on a phone the recipe is a sheet and nothing overflows', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, { onTrain: upTo(runOf('full', 0.942), 51) })
  await button(page, 'Train to 94%').click()
  await expect(page.locator('.readouts')).toContainText('epoch 15')
  expect(await excessWidth(page)).toBe(0)
  await page.getByRole('button', { name: /^Recipe/ }).click()
  await expect(page.getByRole('dialog', { name: 'Recipe' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Recipe/ })).toBeFocused()
})

test('the focus is never lost', async ({ page }) => {
  await open(page, { onTrain: upTo(runOf('full', 0.942), 51) })
  await button(page, 'Train to 94%').press('Enter')
  await expect(button(page, 'Pause')).toBeFocused()
  await page.getByRole('button', { name: 'Close the recipe' }).press('Enter')
  await expect(page.getByRole('button', { name: /^Recipe/ })).toBeFocused()
  await button(page, 'Stop').press('Enter')
  await expect(button(page, 'Run again')).toBeFocused()
})

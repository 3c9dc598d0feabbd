import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { runToHash } from '../../src/runs/share/link.ts'
import { syntheticRecord } from '../../src/runs/testing/records.ts'
import { openReplayed as open, runOf } from '../support/replay/open-replayed.ts'

test.setTimeout(40_000)

// The page survives what browsers, extensions and other programs do to it, and says what no longer works.

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const notice = (page: Page) => page.locator('.notice')

/** A run on the sample that takes `seconds`. */
const runIn = (seconds: number) =>
  runOf('sample', 0.5).map(({ at, event }) => ({
    after: (1000 * seconds * at) / 79,
    event: { type: 'trainer' as const, event },
  }))
const RUN = runIn(2)

/** Uncaught errors from now on. */
function uncaught(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  return errors
}

/** Wraps every text of the page in two elements, as browser translation does. */
const translate = (page: Page) =>
  page.evaluate(() => {
    const root = document.getElementById('root')
    if (root === null) return
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode)
    for (const text of texts) {
      const outer = document.createElement('font')
      const inner = document.createElement('font')
      inner.textContent = text.data
      outer.append(inner)
      text.replaceWith(outer)
    }
  })

test('survives translation before, during and after a run', async ({ page }) => {
  const errors = uncaught(page)
  await open(page, { onTrain: runIn(8) })
  await button(page, /^Recipe/).click()
  await page.locator('summary', { hasText: 'Data' }).click()
  const cutout = page.getByRole('switch', { name: 'Cutout' })
  await expect(cutout).toBeVisible()
  await translate(page)
  await cutout.click()
  await translate(page)
  await cutout.click()
  await translate(page)
  await button(page, 'Try now').click()
  await expect(button(page, 'Stop')).toBeVisible()
  await translate(page)
  const figures = await page.locator('.strip').textContent()
  await expect.poll(() => page.locator('.strip').textContent()).not.toBe(figures)
  await translate(page)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('50.0')
  for (const place of ['Compare', 'Look inside', 'Train']) {
    await page.getByRole('link', { name: place }).click()
    await translate(page)
  }
  await expect(page.getByRole('main')).toBeVisible()
  expect(errors).toEqual([])
})

test('runs if the browser stores nothing, and says once what that means', async ({ page }) => {
  const errors = uncaught(page)
  await page.addInitScript(() => {
    const denied = () => {
      throw new DOMException('Access is denied.', 'SecurityError')
    }
    Object.defineProperty(window, 'localStorage', { get: denied })
    Object.defineProperty(window, 'indexedDB', { value: { open: denied } })
    const locks = { request: async () => denied(), query: async () => denied() }
    Object.defineProperty(navigator, 'locks', { value: locks })
  })
  await open(page, { onTrain: RUN })
  await button(page, 'Try now').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('50.0')
  await page.getByRole('link', { name: 'Compare' }).click()
  await expect(page.locator('.runs > li')).toHaveCount(1)
  await expect(page.getByText(/stores nothing for this page/)).toHaveCount(1)
  expect(errors).toEqual([])
})

test('trains and stores a run if localStorage is full', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('Full.', 'QuotaExceededError')
    }
  })
  const errors = uncaught(page)
  await open(page, { onTrain: RUN })
  await button(page, 'Try now').click()
  await expect(button(page, 'Copy link')).toBeVisible()
  await page.goto('/?view=compare')
  await expect(page.locator('.runs > li')).toHaveCount(1)
  expect(errors).toEqual([])
})

test('stores a run after its database was deleted', async ({ page }) => {
  await open(page, { onTrain: runIn(6) })
  await button(page, 'Try now').click()
  await expect(button(page, 'Stop')).toBeVisible()
  await page.evaluate(() => indexedDB.deleteDatabase('lab94-runs'))
  await expect(page.getByRole('heading', { level: 1 })).toContainText('50.0')
  await page.getByRole('link', { name: 'Compare' }).click()
  await expect(page.locator('.runs > li')).toHaveCount(1)
  await page.reload()
  await expect(page.locator('.runs > li')).toHaveCount(1)
})

test('reports a newer version’s database, and stores runs until the tab is closed', async ({
  page,
}) => {
  await page.goto('/icon.svg')
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('lab94-runs', 99)
        opening.addEventListener('success', () => {
          opening.result.close()
          resolve()
        })
      }),
  )
  await open(page, { onTrain: RUN })
  await button(page, 'Try now').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('50.0')
  await page.getByRole('link', { name: 'Compare' }).click()
  await expect(page.locator('.storage-notes')).toContainText('newer version of lab94')
  await expect(page.locator('.runs > li')).toHaveCount(1)
})

test('survives a browser that refuses to change the address', async ({ page }) => {
  await page.addInitScript(() => {
    const replaceState = history.replaceState.bind(history)
    let calls: number[] = []
    history.replaceState = (...args) => {
      calls = [...calls.filter((at) => performance.now() - at < 30_000), performance.now()]
      if (calls.length > 100) throw new DOMException('Too often.', 'SecurityError')
      replaceState(...args)
    }
  })
  const errors = uncaught(page)
  await open(page)
  await button(page, /^Recipe/).click()
  const seed = page.getByLabel('Seed', { exact: true })
  await seed.focus()
  for (let i = 0; i < 300; i++) await page.keyboard.press('ArrowUp')
  await expect(seed).toHaveValue('301')
  await expect.poll(() => new URL(page.url()).searchParams.get('seed')).toBe('301')
  expect(errors).toEqual([])
})

test('names ignored settings of an address, and uses the rest', async ({ page }) => {
  await open(page, {}, '?recipe=tiny&cutuot=off&seed=7&set.batchSize=x')
  await expect(notice(page)).toContainText('cutuot=off (unknown setting)')
  await expect(notice(page)).toContainText('set.batchSize=x (batchSize: It must be a whole number')
  await button(page, /^Recipe/).click()
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('7')
})

test('keeps an address with an unreadable run, and opens one that a chat changed', async ({
  page,
}) => {
  await open(page, {}, '#run=1.zzzz')
  await expect(notice(page)).toContainText('This link does not contain a readable run.')
  expect(new URL(page.url()).hash).toBe('#run=1.zzzz')
  const hash = await runToHash(syntheticRecord({ epochs: 3 }))
  for (const changed of [
    `/#${encodeURIComponent(hash.slice(1))}).&fbclid=x`,
    `/?theme=dark&amp;seed=3#utm_source=x&${hash.slice(1)}_`,
    `/${encodeURIComponent(hash)}`,
  ]) {
    await page.goto('about:blank')
    await page.goto(changed)
    await expect(button(page, 'Race this run')).toBeVisible()
    await expect.poll(() => new URL(page.url()).hash).toBe('')
    expect(new URL(page.url()).pathname).toBe('/')
  }
})

test.describe('says so if its program cannot load', () => {
  const dist = fileURLToPath(new URL('../../dist', import.meta.url))
  const sentence = (page: Page) => page.getByText('If this message stays, the page could not start')

  test('as a file', async ({ page }) => {
    const folder = await mkdtemp(join(tmpdir(), 'lab94-file-'))
    await cp(dist, folder, { recursive: true })
    await page.goto(pathToFileURL(join(folder, 'index.html')).href)
    await expect(sentence(page)).toBeVisible()
    await rm(folder, { recursive: true })
  })

  for (const [what, answer] of [
    ['with scripts of another type', { contentType: 'text/plain', body: 'export {}' }],
    ['without its script', { status: 404, body: '' }],
  ] as const) {
    test(what, async ({ page }) => {
      await page.route('**/assets/index-*.js', (route) => route.fulfill(answer))
      await page.goto('/')
      await expect(sentence(page)).toBeVisible()
    })
  }
})

test('keeps the run and the rest of the page if a view breaks, and offers a report', async ({
  page,
}) => {
  const broken = `export const Compare = () => { throw new TypeError('An extension broke this.') }`
  await page.route(/assets\/compare-[\w-]{8}\.js/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: broken }),
  )
  await open(page, { onTrain: runIn(6) })
  await button(page, 'Try now').click()
  await page.getByRole('link', { name: 'Compare' }).click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('This part of the page stopped working')
  await alert.getByText('Error report').click()
  await expect(alert.locator('textarea')).toHaveValue(/An extension broke this\./)
  await expect(alert.locator('textarea')).toHaveValue(/Last events:/)
  await page.getByRole('link', { name: 'Train' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('50.0')
})

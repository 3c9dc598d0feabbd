import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { replaceWorker } from '../support/replay/fake-worker.ts'
import { GPU_SCRIPT, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'
import { StaticServer } from '../support/static-server.ts'
import { listenToWorker, workerEvents } from '../support/worker-events.ts'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))

/** Time to cache some megabytes on two cores. */
const SLOW = { timeout: 60_000 }

test.use({ serviceWorkers: 'allow' })

let folder: string
let server: StaticServer

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab94-e2e-'))
  server = await StaticServer.start(DIST)
})

test.afterEach(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

/** Waits until the page's version is cached and serves this tab. */
const untilCached = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state ?? null), SLOW)
    .toBe('activated')

/** Waits until these large files are stored, which happens while the page uses them. */
const untilStored = (page: Page, ...files: string[]) =>
  expect
    .poll(async () => {
      const urls = await page.evaluate(async () => {
        const samples = await caches.open('lab94-sample')
        return (await samples.keys()).map(({ url }) => url)
      })
      return files.filter((file) => !urls.some((url) => url.endsWith(file)))
    }, SLOW)
    .toEqual([])

const images = (page: Page) => page.getByRole('region', { name: 'Images', exact: true })

/** Whether the worker has loaded its images and continues. */
const hasImages = async (page: Page) =>
  (await workerEvents(page)).some(({ type, ...rest }) => 'what' in rest && rest.what === 'engine')

test(
  'opens without a network after the first visit, and runs Try now if it ran before',
  { tag: '@long' },
  async ({ page }) => {
    await listenToWorker(page)
    await page.goto(server.url)
    await untilCached(page)
    await page.reload()
    await page.getByRole('button', { name: 'Try now' }).click()
    await expect.poll(() => hasImages(page), SLOW).toBe(true)
    await untilStored(page, 'cifar-10-sample.bin.z')
    const names = await page.evaluate(() => caches.keys())
    expect(names).toEqual([expect.stringMatching(/^lab94-shell-/), 'lab94-sample'])

    await page.context().setOffline(true)
    await server.stop()
    await page.goto(`${server.url}?recipe=tiny`)
    await expect(page.locator('.panes')).toBeVisible()
    await page.getByRole('button', { name: /^Recipe/ }).click()
    await expect(page.getByRole('radiogroup', { name: 'Base recipe' })).toBeVisible()
    await page.getByRole('button', { name: 'Try now' }).click()
    await expect.poll(() => hasImages(page), SLOW).toBe(true)
    await expect(images(page)).toBeVisible()
  },
)

for (const address of ['index.html', 'index.html?recipe=tiny', '../lab94']) {
  test(`opens without a network at ${address} too`, async ({ page }) => {
    await page.goto(server.url)
    await untilCached(page)
    await page.context().setOffline(true)
    await server.stop()
    await page.goto(new URL(address, server.url).href)
    await expect(page.locator('.panes')).toBeVisible()
  })
}

test('does not cache images in advance', async ({ page }) => {
  await page.goto(server.url)
  await untilCached(page)
  const addresses = await page.evaluate(async () => {
    const caching = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
    const requests = await Promise.all(caching.map((cache) => cache.keys()))
    return requests.flat().map(({ url }) => url)
  })
  expect(addresses).toContain(server.url)
  expect(addresses.filter((url) => /cifar-10|shipped-network/.test(url))).toEqual([])
})

test('shows the shipped network offline after its first use', async ({ page }) => {
  const shown = () =>
    expect(page.getByRole('region', { name: /^Confusion/ }).getByRole('row')).toHaveCount(11, SLOW)
  await page.goto(server.url)
  await untilCached(page)
  await page.goto(`${server.url}?view=inside`)
  await shown()
  await untilStored(
    page,
    'shipped-network-predictions.safetensors',
    'shipped-network-mistakes.bin.z',
  )
  await page.context().setOffline(true)
  await server.stop()
  await page.goto(`${server.url}?view=inside&seed=2`)
  await shown()
})

test('runs Try now although the disk is too full to store the images', async ({ page }) => {
  await listenToWorker(page)
  await page.goto(server.url)
  await untilCached(page)
  const workers = page.context().serviceWorkers()
  expect(workers).not.toEqual([])
  for (const worker of workers) {
    await worker.evaluate(() => {
      Cache.prototype.put = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'))
    })
  }
  await page.reload()
  await page.getByRole('button', { name: 'Try now' }).click()
  await expect.poll(() => hasImages(page), SLOW).toBe(true)
  expect(await page.evaluate(async () => (await caches.open('lab94-sample')).keys())).toEqual([])
})

/** Imitates a later build: another mark in the page, and another file name for the recipe drawer. */
async function writeNewerVersion(): Promise<void> {
  await cp(DIST, folder, { recursive: true, filter: (path) => !path.includes('cifar-10-sample') })
  const drawer = (await readdir(join(folder, 'assets'))).find((name) => /^drawer-.*js$/.test(name))
  if (drawer === undefined) throw new Error('The recipe is not a separate chunk.')
  await rm(join(folder, 'assets', drawer))
  const worker = await readFile(join(folder, 'sw.js'), 'utf8')
  await writeFile(
    join(folder, 'sw.js'),
    worker.replace(/"version":"[^"]*"/, '"version":"newer"').replace(`"assets/${drawer}",`, ''),
  )
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  await writeFile(join(folder, 'index.html'), html.replace('<body>', '<body data-newer="yes">'))
}

const isNewer = (page: Page) => page.locator('body[data-newer]').count()

test('offers a newer version when no run is active, and does not change other tabs', async ({
  context,
  page,
}) => {
  // Too narrow for a run to open the recipe automatically.
  const size = { width: 1000, height: 800 }
  const script = { ...GPU_SCRIPT, onTrain: upTo(runOf('full', 0.942), 51) }
  const open = async (tab: Page) => {
    await tab.setViewportSize(size)
    await replaceWorker(tab, script)
    await tab.goto(server.url)
    await untilCached(tab)
    await tab.getByRole('button', { name: 'Train to 94%' }).click()
    await expect(tab.getByRole('button', { name: 'Pause' })).toBeVisible()
  }
  const other = await context.newPage()
  await open(other)
  await open(page)
  await writeNewerVersion()
  server.folder = folder
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update()
  })
  const waiting = () =>
    page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)
  await expect.poll(waiting, SLOW).toBe(true)

  const offer = page.getByText('A new version is available.')
  await expect(page.locator('.newer')).toBeAttached()
  await expect(offer).toHaveCount(0)
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(offer).toBeVisible()
  expect(await isNewer(page)).toBe(0)
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect.poll(() => isNewer(page)).toBe(1)
  await expect(page.locator('.panes')).toBeVisible()

  // The other tab keeps working, and can still load parts of its version that the server no longer has.
  await expect(other.getByRole('button', { name: 'Pause' })).toBeVisible()
  expect(await isNewer(other)).toBe(0)
  await other.getByRole('button', { name: /^Recipe/ }).click()
  await expect(other.getByRole('dialog', { name: 'Recipe' })).toBeVisible()
})

test('is offered for installation', async ({ page }) => {
  await page.goto(server.url)
  const session = await page.context().newCDPSession(page)
  const { errors, data } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  expect(JSON.parse(data ?? '')).toMatchObject({ name: 'lab94', start_url: './' })
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  // Tests run in such a window.
  const others = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')
  expect(others).toEqual([])
})

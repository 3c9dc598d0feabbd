import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { build } from 'vite'
import { IMAGE_BYTES } from '../../src/data/records.ts'
import type { Mirror } from '../../src/data/source/mirror.ts'
import { parquetOf, pngOf } from '../../src/data/testing/parquet.ts'
import { FaultyServer } from '../support/faulty-server.ts'
import { StaticServer } from '../support/static-server.ts'
import { TestMirror } from '../support/test-mirror.ts'
import { listenToWorker, stepLosses } from '../support/worker-events.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Time to build kernels on two cores. */
const SLOW = { timeout: 120_000 }
/** Time to unpack and store 60,000 pictures: 1.8 ms each if page faults are slow. */
const UNPACKING = { timeout: 400_000 }

const images = (page: Page) => page.getByRole('region', { name: 'Images', exact: true })
const button = (page: Page, name: string) => images(page).getByRole('button', { name })

test('provides link previews, also in a folder', async ({ request }) => {
  const server = await StaticServer.start(join(ROOT, 'dist'))
  const html = await (await request.get(server.url)).text()
  const [, image] = /<meta property="og:image" content="([^"]+)"/.exec(html) ?? []
  expect(html).toContain('<meta property="og:title" content="lab94')
  expect(html).toContain('<meta name="twitter:card" content="summary_large_image"')
  const response = await request.get(new URL(image, server.url).href)
  expect(response.status()).toBe(200)
  expect((await response.body()).toString('latin1', 1, 4)).toBe('PNG')
  await server.stop()
})

test('works from a bare static server, in a folder', async ({ page }) => {
  const server = await StaticServer.start(join(ROOT, 'dist'))
  const origin = new URL(server.url).origin
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !url.startsWith('data:')) elsewhere.push(url)
  })
  await listenToWorker(page)
  await page.goto(`${server.url}?recipe=tiny`)
  await expect(page.locator('.panes')).toBeVisible()
  await expect(images(page)).toContainText('Hugging Face')
  await page.getByRole('button', { name: /^Recipe/ }).click()
  await expect(page.getByRole('radiogroup', { name: 'Base recipe' })).toBeVisible()

  await page.getByRole('button', { name: 'Try now' }).click()
  await expect.poll(async () => (await stepLosses(page)).length, SLOW).toBeGreaterThan(1)
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Stopped after')
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(new Set(server.missing)).toEqual(new Set(['/lab94/cifar-10/manifest.json']))
  expect(elsewhere).toEqual([])
  await server.stop()
})

test.describe('with a mirror', { tag: '@long' }, () => {
  const TRAIN = '/train.parquet'
  /** Pictures of one colour each: brightness 5 i, label i modulo 10. */
  const PNGS = Array.from({ length: 50 }, (_, i) => pngOf(new Uint8Array(IMAGE_BYTES).fill(5 * i)))

  let folder: string
  let server: StaticServer
  let mirror: TestMirror
  let faulty: FaultyServer

  /** `count` images in reverse, so in an order unlike the batches'. */
  const parquet = (count: number) => {
    const rows = Array.from({ length: count }, (_, i) => (count - 1 - i) % PNGS.length)
    const pngs = rows.map((row) => PNGS[row])
    return parquetOf(
      pngs,
      rows.map((row) => row % 10),
    )
  }

  test.beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab94-e2e-'))
    const files = new Map([
      [TRAIN, parquet(50_000)],
      ['/test.parquet', parquet(10_000)],
    ])
    mirror = await TestMirror.start(files)
    faulty = await FaultyServer.start(mirror.storeUrl)
    mirror.storeUrl = faulty.url.href
    const describe = (path: string) => {
      const content = files.get(path) ?? new Uint8Array(0)
      const sha256 = createHash('sha256').update(content).digest('hex')
      return { url: new URL(path, mirror.url).href, bytes: content.length, sha256 }
    }
    const description: Mirror = {
      name: 'a mirror for tests',
      train: describe(TRAIN),
      test: describe('/test.parquet'),
      redirects: [faulty.url.origin],
    }
    await writeFile(join(folder, 'mirror.json'), JSON.stringify(description))
    process.env.LAB94_MIRROR = join(folder, 'mirror.json')
    const outDir = join(folder, 'dist')
    await build({ root: ROOT, logLevel: 'silent', build: { outDir } })
    delete process.env.LAB94_MIRROR
    server = await StaticServer.start(outDir)
  })

  test.afterAll(async () => {
    await server.stop()
    await faulty.stop()
    await mirror.stop()
    await rm(folder, { recursive: true })
  })

  test('fetches the images from it, with a pause and resume', async ({ page }) => {
    test.setTimeout(600_000)
    await page.goto(server.url)
    await expect(images(page)).toContainText('a mirror for tests')
    expect(faulty.seen).toEqual([])

    const half = 5000
    faulty.faults.set(TRAIN, { kind: 'hang', after: half })
    await button(page, 'Download').click()
    await expect.poll(() => faulty.seen.length).toBe(1)
    await button(page, 'Pause').click()
    await expect(images(page)).toContainText('The download is paused')

    await page.reload()
    await expect(images(page)).toContainText('The download is paused', SLOW)
    faulty.faults.clear()
    await button(page, 'Resume').click()
    await expect(images(page)).toContainText(/Unpacking the images: \d+,000 of 50,000/, SLOW)
    await expect(images(page)).toContainText('All 60,000 images are ready', UNPACKING)
    await expect(images(page)).toContainText('from a mirror for tests')
    await expect(page.getByRole('alert')).toHaveCount(0)
    expect(faulty.seen[1]).toEqual({ path: TRAIN, range: `bytes=${half}-`, condition: undefined })
    expect(mirror.refused).toEqual([])
    expect(await recordOf(page, 'data_batch_2.bin', 3)).toEqual([6, 5 * 46])
    expect(await recordOf(page, 'test_batch.bin', 0)).toEqual([9, 5 * 49])
  })

  test('gives up on a file that keeps its decoder busy, and stays usable', async ({ page }) => {
    const assets = join(folder, 'dist', 'assets')
    const decoder = (await readdir(assets)).find((name) => name.startsWith('parquet-worker-'))
    if (decoder === undefined) throw new Error('The decoder is not a separate worker.')
    await writeFile(join(assets, decoder), 'for (;;) {}')
    await page.goto(server.url)
    await button(page, 'Download').click()
    await expect(images(page).getByRole('alert')).toContainText(
      'Unpacking train.parquet was stopped',
      SLOW,
    )
    await expect(page.getByRole('button', { name: 'Try now' })).toBeEnabled()
  })
})

/** Label and last pixel of a stored record. */
const recordOf = (page: Page, name: string, record: number): Promise<number[]> =>
  page.evaluate(
    ([file, index]) =>
      new Promise<number[]>((resolve, reject) => {
        const opening = indexedDB.open('lab94-data')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction('contents').objectStore('contents').get(file)
          reading.onerror = () => reject(reading.error)
          reading.onsuccess = () => {
            const bytes: Uint8Array = reading.result
            resolve([bytes[index * 3073], bytes[index * 3073 + 3072]])
          }
        }
      }),
    [name, record] as const,
  )

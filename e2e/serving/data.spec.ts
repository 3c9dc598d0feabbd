import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { ARCHIVE_NAME, DATA_FILE_NAMES, FILE_BYTES } from '../../src/data/cifar10.ts'
import { SAMPLE_FILE } from '../../src/data/sample/sample.ts'
import type { DataStatus } from '../../src/data/status.ts'
import { FaultyServer, type Fault } from '../support/faulty-server.ts'
import { writeSampleDataset } from '../support/sample-dataset.ts'
import { listenToWorker, trainerEvents, workerEvents } from '../support/worker-events.ts'

/** Time to fetch, check and store 184 MB on two cores. */
const SLOW = { timeout: 120_000 }

const FIRST = '/cifar-10/data_batch_1.bin'

let folder: string
let archive: string
let server: PreviewServer
let faulty: FaultyServer

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab94-e2e-'))
  const dataset = await writeSampleDataset(folder)
  archive = dataset.archive
  const before = process.env.LAB94_DATA
  process.env.LAB94_DATA = dataset.files
  server = await preview({ logLevel: 'silent', preview: { host: '127.0.0.1', port: 9696 } })
  const url = server.resolvedUrls?.local[0] ?? ''
  faulty = await FaultyServer.start(url)
  await expect
    .poll(async () => (await fetch(`${url}cifar-10/manifest.json`)).status, SLOW)
    .toBe(200)
  if (before === undefined) delete process.env.LAB94_DATA
  else process.env.LAB94_DATA = before
})

test.afterAll(async () => {
  await faulty.stop()
  await server.close()
  await rm(folder, { recursive: true })
})

test.beforeEach(async ({ page }) => {
  faulty.faults.clear()
  await listenToWorker(page)
  await page.goto(faulty.url.href)
  await expect(images(page)).toContainText('Not downloaded yet')
  faulty.seen.length = 0
})

const images = (page: Page) => page.getByRole('region', { name: 'Images', exact: true })
const button = (page: Page, name: string) => images(page).getByRole('button', { name })
const fetchedFiles = () => faulty.seen.filter(({ path }) => /^\/cifar-10\/.*\.bin$/.test(path))

/** The worker's last status of the data set. */
async function dataStatus(page: Page): Promise<DataStatus | null> {
  const events = await workerEvents(page)
  const last = events.findLast((event) => event.type === 'data')
  return last?.status ?? null
}

/** Stalls a download in the middle of its first file. */
async function hangHalfWay(page: Page, start: () => Promise<void>): Promise<void> {
  faulty.faults.set(FIRST, { kind: 'hang', after: FILE_BYTES / 2 })
  await start()
  await expect.poll(async () => (await dataStatus(page))?.bytesDone, SLOW).toBe(FILE_BYTES / 2)
}

const startOnSample = (page: Page) =>
  page.getByRole('button', { name: /^(Try now|Run again)$/ }).click()

/** Drops a file from the disk on the page, as from a file manager. */
async function drop(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.id = 'from-disk'
    document.body.append(input)
  })
  await page.locator('#from-disk').setInputFiles(path)
  await page.evaluate(() => {
    const input = document.querySelector('#from-disk')
    const file = input instanceof HTMLInputElement ? input.files?.item(0) : null
    if (!file) throw new Error('no file')
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(file)
    input?.remove()
    for (const type of ['dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true }))
    }
  })
}

test(
  'loads a dropped archive, and still has it after a reload',
  { tag: '@long' },
  async ({ page }) => {
    await drop(page, archive)
    await expect(images(page)).toContainText('All 60,000 images are ready', SLOW)
    await expect(images(page)).toContainText(`from ${ARCHIVE_NAME}`)
    await expect(images(page)).toContainText('not byte for byte the official')
    await expect(page.getByRole('alert')).toHaveCount(0)

    await page.reload()
    await expect(images(page)).toContainText('All 60,000 images are ready', SLOW)
    expect(faulty.seen.filter(({ path }) => path.startsWith('/cifar-10/'))).toEqual([])

    await button(page, 'Delete').click()
    await expect(images(page)).toContainText('Not downloaded yet')
    await page.reload()
    await expect(images(page)).toContainText('Not downloaded yet')
  },
)

test('says what is wrong with a dropped archive', { tag: '@long' }, async ({ page }) => {
  const damaged = join(folder, 'damaged.tar.gz')
  const bytes = await readFile(archive)
  bytes[20_000_000] ^= 1
  await writeFile(damaged, bytes)
  await drop(page, damaged)
  const alert = images(page).getByRole('alert')
  await expect(alert).toContainText('damaged.tar.gz is damaged', SLOW)

  const cut = join(folder, 'cut.tar.gz')
  await writeFile(cut, bytes)
  const file = await open(cut, 'r+')
  await file.truncate(15_000_000)
  await file.close()
  await drop(page, cut)
  await expect(alert).toContainText('cut.tar.gz is truncated', SLOW)

  const page404 = join(folder, 'data_batch_1.bin')
  await writeFile(page404, '<!doctype html><title>404</title>')
  await drop(page, page404)
  await expect(alert).toContainText('data_batch_1.bin is a web page, not data', SLOW)
})

test('loads single files from the picker, and fetches the rest', async ({ page }) => {
  const loose = DATA_FILE_NAMES.slice(1).map((name) => join(folder, 'files', name))
  await images(page).locator('input[type=file]').setInputFiles(loose)
  await expect(images(page)).toContainText('5 of 6 files are here; missing: data_batch_1.bin', SLOW)
  await button(page, 'Download').click()
  await expect(images(page)).toContainText('All 60,000 images are ready', SLOW)
  expect(fetchedFiles().map(({ path }) => basename(path))).toEqual(['data_batch_1.bin'])
})

const FAULTS: [string, Fault, string][] = [
  [
    'a missing file',
    { kind: 'status', status: 404 },
    'data_batch_1.bin is missing on the server (404)',
  ],
  [
    'a page in place of a file',
    { kind: 'page' },
    'The server sent a web page in place of data_batch_1.bin',
  ],
  [
    'a cut-off file',
    { kind: 'cut', bytes: 9_000_000 },
    'data_batch_1.bin is truncated on the server',
  ],
  ['a flipped bit', { kind: 'flip', byte: 9_000_000 }, 'data_batch_1.bin arrived damaged'],
]

const hasNoMirror = (page: Page) =>
  page.route('https://huggingface.co/**', (route) => route.fulfill({ status: 404 }))

test('says what is wrong with a file from the server, and fetches it once fixed', async ({
  page,
}) => {
  await hasNoMirror(page)
  for (const [what, fault, message] of FAULTS) {
    await test.step(what, async () => {
      faulty.faults.set(FIRST, fault)
      await button(page, 'Download').click()
      const alert = images(page).getByRole('alert')
      await expect(alert).toContainText(`The server of this page: ${message}`, SLOW)
      await expect(alert).toContainText('Hugging Face: train.parquet is missing on the server')
      await expect(alert).toContainText('choose the files from your own disk')
    })
  }
  faulty.faults.clear()
  await button(page, 'Download').click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect.poll(async () => (await dataStatus(page))?.files.length, SLOW).toBeGreaterThan(0)
})

const NO_LISTS: [string, Fault][] = [
  ['no list', { kind: 'status', status: 404 }],
  ['a page for a list', { kind: 'page' }],
  ['a damaged list', { kind: 'flip', byte: 1 }],
]

test('uses the mirror if the server has no data set, and says what to do if the mirror has none', async ({
  page,
}) => {
  await hasNoMirror(page)
  for (const [what, fault] of NO_LISTS) {
    await test.step(what, async () => {
      faulty.faults.set('/cifar-10/manifest.json', fault)
      await button(page, 'Download').click()
      const alert = images(page).getByRole('alert')
      await expect(alert).toContainText('train.parquet is missing on the server (404)', SLOW)
      await expect(alert).toContainText('choose the files from your own disk')
      await expect(button(page, 'Choose files')).toBeEnabled()
    })
  }
})

test('switches from a slow server to a faster mirror, and back on request', async ({ page }) => {
  // Sends enough to measure its speed, then stalls.
  let requests = 0
  await page.route('https://huggingface.co/**', async (route) => {
    requests += 1
    if (requests === 1) await route.fulfill({ status: 200, body: Buffer.alloc(4 << 20) })
  })
  faulty.faults.set(FIRST, { kind: 'slow', bytesPerSecond: 80_000 })
  await button(page, 'Download').click()
  await expect(images(page)).toContainText(/Downloading from LAB94_DATA: .*kB\/s, about.*left/s)
  await expect(images(page)).toContainText('Downloading from Hugging Face', SLOW)
  await expect(images(page)).toContainText(
    /The server of this page: it would take \d+ min; Hugging Face takes about \d+ min/,
  )
  await expect(images(page).locator('[aria-current]')).toContainText('Hugging Face')

  faulty.faults.clear()
  await button(page, 'Use the server of this page').click()
  await expect.poll(async () => (await dataStatus(page))?.files.length, SLOW).toBeGreaterThan(0)
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(button(page, 'Use Hugging Face')).toBeVisible()
})

test('resumes automatically when a connection fails and recovers', async ({ page }) => {
  faulty.faults.set(FIRST, { kind: 'die', after: FILE_BYTES / 2, times: 1 })
  await button(page, 'Download').click()
  await expect.poll(async () => (await dataStatus(page))?.files.length, SLOW).toBeGreaterThan(0)
  // Shown for only half a second, which polling the page can miss.
  const notes = (await workerEvents(page)).flatMap((event) =>
    event.type === 'data' ? [event.status.note ?? ''] : [],
  )
  expect(notes).toContainEqual(expect.stringContaining('the connection was lost. Trying again.'))
  expect(notes).toContain('The download was interrupted and resumed: the connection was lost.')
  expect(fetchedFiles()[1]).toMatchObject({
    path: FIRST,
    range: expect.stringMatching(/^bytes=\d+/),
  })
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('resumes where it stopped after a pause and a reload', async ({ page }) => {
  await hangHalfWay(page, () => button(page, 'Download').click())
  await button(page, 'Pause').click()
  await expect(images(page)).toContainText('The download is paused')
  await expect(page.getByRole('alert')).toHaveCount(0)

  await page.reload()
  await expect(images(page)).toContainText('The download is paused', SLOW)
  faulty.faults.clear()
  faulty.seen.length = 0
  await button(page, 'Resume').click()
  await expect.poll(async () => (await dataStatus(page))?.files.length, SLOW).toBeGreaterThan(0)
  expect(fetchedFiles()[0]).toMatchObject({ path: FIRST, range: `bytes=${FILE_BYTES / 2}-` })
})

test('cancels a download without an error', async ({ page }) => {
  await hangHalfWay(page, () => button(page, 'Download').click())
  await button(page, 'Cancel').click()
  await expect(images(page)).toContainText('Not downloaded yet')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('stops a run that waits for its images, without an error', async ({ page }) => {
  await hangHalfWay(page, () => page.getByRole('button', { name: 'Train to 94%' }).click())
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('button', { name: 'Train to 94%' })).toBeVisible()
  await expect(images(page)).toContainText('The download is paused')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

const SAMPLE_FAULTS: [string, Fault, string][] = [
  [
    'a flipped bit in the gzip',
    { kind: 'flip', byte: 5_000_000 },
    `${SAMPLE_FILE} is damaged or truncated`,
  ],
  ['a truncated gzip', { kind: 'cut', bytes: 5_000_000 }, `${SAMPLE_FILE} is damaged or truncated`],
  ['a page in place of it', { kind: 'page' }, `${SAMPLE_FILE} is missing on the server`],
  ['nothing', { kind: 'status', status: 404 }, `${SAMPLE_FILE} is missing on the server`],
]

test(
  'says what is wrong with the shipped images, and trains on them once fixed',
  { tag: '@long' },
  async ({ page }) => {
    for (const [what, fault, message] of SAMPLE_FAULTS) {
      await test.step(what, async () => {
        faulty.faults.set(`/${SAMPLE_FILE}`, fault)
        await startOnSample(page)
        await expect(page.getByRole('alert').first()).toContainText(message, SLOW)
      })
    }
    faulty.faults.clear()
    await startOnSample(page)
    const began = async () => (await trainerEvents(page)).some(({ type }) => type === 'steps')
    await expect.poll(began, SLOW).toBe(true)
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(page.getByRole('alert')).toHaveCount(0)
  },
)

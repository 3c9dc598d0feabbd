import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { DATA_FILE_NAMES, DATASET_BYTES, FILE_BYTES } from './cifar10.ts'
import { ForgivingStore } from './store/forgiving.ts'
import { IndexedDbStore } from './store/indexed-db.ts'
import { fileNames, ON_DISK, serveDataset, until } from './testing/served-dataset.ts'

const THIRD = '/cifar-10/data_batch_3.bin'

const { faulty, opened, fetchedFiles } = serveDataset()

it('downloads and stores everything, and needs no network the next time', async () => {
  const { dataset, statuses } = opened(ON_DISK)
  await until(dataset, ({ source }) => source !== null)
  expect(dataset.status).toMatchObject({
    phase: 'absent',
    source: { kind: 'server', name: 'data' },
    bytesTotal: DATASET_BYTES,
  })
  await dataset.download()
  expect(dataset.status).toMatchObject({
    phase: 'ready',
    bytesDone: DATASET_BYTES,
    storage: 'evictable',
    error: null,
    note: expect.stringContaining('not byte for byte the official'),
  })
  expect(fileNames(dataset)).toEqual(DATA_FILE_NAMES)
  expect(statuses.some(({ phase, bytesDone }) => phase === 'downloading' && bytesDone > 0)).toBe(
    true,
  )

  faulty().seen.length = 0
  const again = opened({ ...ON_DISK, isPersistent: async () => true }).dataset
  const splits = await again.full()
  expect(again.status).toMatchObject({ phase: 'ready', storage: 'persistent' })
  expect(splits?.train.count).toBe(50_000)
  expect(splits?.test.count).toBe(10_000)
  expect([...(splits?.train.labels.subarray(0, 3) ?? [])]).toEqual([0, 1, 2])
  expect([...(splits?.test.labels.subarray(0, 3) ?? [])]).toEqual([5, 6, 7])
  expect(splits?.test.pixels.at(-1)).toBe(5)
  expect(faulty().seen).toEqual([])

  await again.delete()
  expect(again.status).toMatchObject({ phase: 'absent', files: [], bytesDone: 0 })
  expect(await (await IndexedDbStore.open()).list()).toEqual([])
})

it('resumes after a pause and a reload, at the byte at which it stopped', async () => {
  const { dataset } = opened(ON_DISK)
  const finished = dataset.download()
  await until(dataset, ({ bytesDone }) => bytesDone > 1.5 * FILE_BYTES)
  const { bytesDone: reached } = dataset.status
  dataset.pause()
  await finished
  const { bytesDone } = dataset.status
  expect(bytesDone).toBeGreaterThanOrEqual(reached)
  expect(dataset.status).toMatchObject({ phase: 'paused', error: null })
  expect(fileNames(dataset)).toEqual(['data_batch_1.bin'])

  const { dataset: reloaded } = opened(ON_DISK)
  await until(reloaded, ({ phase }) => phase === 'paused')
  expect(reloaded.status.bytesDone).toBe(bytesDone)
  faulty().seen.length = 0
  await reloaded.download()
  expect(reloaded.status.phase).toBe('ready')
  expect(fetchedFiles()[0]).toMatchObject({
    path: '/cifar-10/data_batch_2.bin',
    range: `bytes=${bytesDone - FILE_BYTES}-`,
  })
  expect(fetchedFiles()).toHaveLength(5)
})

it('cancels: unfinished files go, whole ones stay', async () => {
  const { dataset } = opened()
  const waiting = dataset.full()
  await until(dataset, ({ bytesDone }) => bytesDone > 1.5 * FILE_BYTES)
  await dataset.cancel()
  expect(dataset.status).toMatchObject({ phase: 'absent', error: null, bytesDone: FILE_BYTES })
  expect(dataset.status.note).toContain('1 of 6 files are here')
  expect(await waiting).toBeNull()
})

it('says so when a connection dies, and recovers', async () => {
  faulty().faults.set(THIRD, { kind: 'die', after: 9_000_000, times: 1 })
  const { dataset, statuses } = opened({ retryDelays: [300] })
  await dataset.download()
  expect(dataset.status.phase).toBe('ready')
  const notes = statuses.map(({ note }) => note)
  expect(notes).toContain('data_batch_3.bin: the connection was lost. Trying again.')
  expect(fetchedFiles().filter(({ path }) => path === THIRD)[1].range).toMatch(/^bytes=\d{7}/)
})

it.each([
  ['status', { kind: 'status', status: 404 }, 'data_batch_3.bin is missing on the server (404).'],
  ['page', { kind: 'page' }, 'The server sent a web page in place of data_batch_3.bin.'],
  ['flip', { kind: 'flip', byte: 20_000_000 }, 'data_batch_3.bin arrived damaged'],
  ['cut', { kind: 'cut', bytes: 10_000_000 }, 'data_batch_3.bin is truncated on the server'],
] as const)(
  'names the fault (%s), keeps what is good, and can be tried again',
  async (_, fault, message) => {
    faulty().faults.set(THIRD, fault)
    const { dataset } = opened()
    await expect(dataset.full().then(() => 'all here')).rejects.toMatchObject({
      name: 'DataError',
      message: expect.stringContaining(message),
    })
    expect(dataset.status).toMatchObject({
      phase: 'failed',
      error: { message: expect.stringContaining(message), advice: expect.stringMatching(/.+/) },
    })
    expect(fileNames(dataset)).toEqual(['data_batch_1.bin', 'data_batch_2.bin'])

    faulty().faults.clear()
    await dataset.download()
    expect(dataset.status).toMatchObject({ phase: 'ready', error: null })
  },
)

it.each([
  ['a page', { kind: 'page' }, 'does not offer the full data set'],
  ['a damaged list', { kind: 'flip', byte: 1 }, 'manifest.json'],
  ['nothing', { kind: 'status', status: 404 }, 'does not offer the full data set'],
] as const)('does not take %s for the manifest', async (_, fault, message) => {
  faulty().faults.set('/cifar-10/manifest.json', fault)
  const { dataset } = opened()
  await dataset.download()
  expect(dataset.status).toMatchObject({
    phase: 'failed',
    error: {
      message: expect.stringContaining(message),
      advice: expect.stringContaining('drop it on this page'),
    },
  })
})

it('stores files in memory if the disk is full', async () => {
  const openStore = async () => {
    const disk = await IndexedDbStore.open()
    let writes = 0
    disk.write = async () => {
      writes += 1
      throw new DOMException(`write ${writes}`, 'QuotaExceededError')
    }
    return new ForgivingStore(disk)
  }
  const { dataset } = opened({ openStore })
  expect((await dataset.full())?.train.count).toBe(50_000)
  expect(dataset.status).toMatchObject({
    storage: 'memory',
    note: expect.stringContaining('stay in memory'),
  })
})

it('waits through a pause for those who want the images', async () => {
  const { dataset } = opened()
  const waiting = dataset.full()
  await until(dataset, ({ bytesDone }) => bytesDone > FILE_BYTES)
  dataset.pause()
  await until(dataset, ({ phase }) => phase === 'paused')
  void dataset.download()
  expect((await waiting)?.test.count).toBe(10_000)
})

it('lets go of those who no longer want them', async () => {
  const { dataset } = opened()
  const controller = new AbortController()
  const waiting = dataset.full(controller.signal)
  await until(dataset, ({ bytesDone }) => bytesDone > 0)
  dataset.pause()
  controller.abort()
  expect(await waiting).toBeNull()
})

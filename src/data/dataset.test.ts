import 'fake-indexeddb/auto'
import { mkdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { FaultyServer } from '../../e2e/faulty-server.ts'
import { DATA_FILE_NAMES, type DataFileName, DATASET_BYTES, FILE_BYTES } from './cifar10.ts'
import { sha256 } from './checksum.ts'
import { DataError } from './error.ts'
import { Dataset, type DatasetOptions } from './dataset.ts'
import { ServerSource } from './source/server.ts'
import type { OfferedFile, Source } from './source/source.ts'
import type { DataStatus } from './status.ts'
import { ForgivingStore } from './store/forgiving.ts'
import { IndexedDbStore } from './store/indexed-db.ts'
import { MemoryStore } from './store/memory.ts'
import { archiveOf, flipped, syntheticBatch, syntheticFiles } from './test-data.ts'
import {
  removeFolder,
  startDatasetServer,
  temporaryFolder,
  writeSyntheticFiles,
  type TestServer,
} from './test-dataset-server.ts'

// 184 MB go through each of these tests.
vi.setConfig({ testTimeout: 60_000 })

const THIRD = '/cifar-10/data_batch_3.bin'

let root: string
let origin: TestServer
let faulty: FaultyServer

beforeAll(async () => {
  vi.stubEnv('LAB94_DATA', '')
  root = await temporaryFolder()
  await mkdir(join(root, 'data'))
  await writeSyntheticFiles(join(root, 'data'))
  origin = await startDatasetServer({ root })
  faulty = await FaultyServer.start(origin.url)
})

afterAll(async () => {
  await faulty.stop()
  await origin.stop()
  await removeFolder(root)
  vi.unstubAllEnvs()
})

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  faulty.faults.clear()
  faulty.seen.length = 0
})

/** What the browser keeps through a reload. */
const KEPT: Partial<DatasetOptions> = { openStore: () => ForgivingStore.open() }

/** The data set as a freshly loaded page has it, with a disk of its own. */
function opened(options: Partial<DatasetOptions> = {}) {
  const told: DataStatus[] = []
  const dataset = new Dataset({
    openStore: async () => new ForgivingStore(new MemoryStore()),
    sources: [new ServerSource(faulty.url)],
    openSample: () => Promise.reject(new Error('no sample here')),
    isPersistent: async () => false,
    onStatus: (status) => told.push(status),
    retryDelays: [1, 1],
    ...options,
  })
  return { dataset, told }
}

const fetchedFiles = () => faulty.seen.filter(({ path }) => path.endsWith('.bin'))
const names = ({ status }: Dataset) => status.files.map((file) => file.name)

/** Resolves when the status is so. */
async function until(dataset: Dataset, holds: (status: DataStatus) => boolean): Promise<void> {
  await vi.waitFor(() => expect(holds(dataset.status)).toBe(true), { timeout: 15_000, interval: 1 })
}

describe('download', () => {
  it('fetches all, keeps it, and needs no network the next time', async () => {
    const { dataset, told } = opened(KEPT)
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
    expect(names(dataset)).toEqual(DATA_FILE_NAMES)
    expect(told.some(({ phase, bytesDone }) => phase === 'downloading' && bytesDone > 0)).toBe(true)

    faulty.seen.length = 0
    const again = opened({ ...KEPT, isPersistent: async () => true }).dataset
    const splits = await again.full()
    expect(again.status).toMatchObject({ phase: 'ready', storage: 'persistent' })
    expect(splits?.train.count).toBe(50_000)
    expect(splits?.test.count).toBe(10_000)
    expect([...(splits?.train.labels.subarray(0, 3) ?? [])]).toEqual([0, 1, 2])
    expect([...(splits?.test.labels.subarray(0, 3) ?? [])]).toEqual([5, 6, 7])
    expect(splits?.test.pixels.at(-1)).toBe(5)
    expect(faulty.seen).toEqual([])

    await again.delete()
    expect(again.status).toMatchObject({ phase: 'absent', files: [], bytesDone: 0 })
    expect(await (await IndexedDbStore.open()).list()).toEqual([])
  })

  it('goes on after a pause and a reload, from the byte where it stopped', async () => {
    const { dataset } = opened(KEPT)
    const finished = dataset.download()
    await until(dataset, ({ bytesDone }) => bytesDone > 1.5 * FILE_BYTES)
    const { bytesDone: reached } = dataset.status
    dataset.pause()
    await finished
    const { bytesDone } = dataset.status
    expect(bytesDone).toBeGreaterThanOrEqual(reached)
    expect(dataset.status).toMatchObject({ phase: 'paused', error: null })
    expect(names(dataset)).toEqual(['data_batch_1.bin'])

    const { dataset: reloaded } = opened(KEPT)
    await until(reloaded, ({ phase }) => phase === 'paused')
    expect(reloaded.status.bytesDone).toBe(bytesDone)
    faulty.seen.length = 0
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
    faulty.faults.set(THIRD, { kind: 'die', after: 9_000_000, times: 1 })
    const { dataset, told } = opened({ retryDelays: [300] })
    await dataset.download()
    expect(dataset.status.phase).toBe('ready')
    const notes = told.map(({ note }) => note)
    expect(notes).toContain('data_batch_3.bin: the connection broke off. Trying again.')
    expect(fetchedFiles().filter(({ path }) => path === THIRD)[1].range).toMatch(/^bytes=\d{7}/)
  })

  it.each([
    ['status', { kind: 'status', status: 404 }, 'data_batch_3.bin is missing on the server (404).'],
    ['page', { kind: 'page' }, 'The server sent a web page in place of data_batch_3.bin.'],
    ['flip', { kind: 'flip', byte: 20_000_000 }, 'data_batch_3.bin arrived damaged'],
    ['cut', { kind: 'cut', bytes: 10_000_000 }, 'data_batch_3.bin is cut off on the server'],
  ] as const)(
    'names the fault (%s), keeps what is good, and can be tried again',
    async (_, fault, message) => {
      faulty.faults.set(THIRD, fault)
      const { dataset } = opened()
      await expect(dataset.full().then(() => 'all here')).rejects.toMatchObject({
        name: 'DataError',
        message: expect.stringContaining(message),
      })
      expect(dataset.status).toMatchObject({
        phase: 'failed',
        error: { message: expect.stringContaining(message), advice: expect.stringMatching(/.+/) },
      })
      expect(names(dataset)).toEqual(['data_batch_1.bin', 'data_batch_2.bin'])

      faulty.faults.clear()
      await dataset.download()
      expect(dataset.status).toMatchObject({ phase: 'ready', error: null })
    },
  )

  it.each([
    ['a page', { kind: 'page' }, 'does not offer the full data set'],
    ['a damaged list', { kind: 'flip', byte: 1 }, 'manifest.json'],
    ['nothing', { kind: 'status', status: 404 }, 'does not offer the full data set'],
  ] as const)('does not take %s for the manifest', async (_, fault, message) => {
    faulty.faults.set('/cifar-10/manifest.json', fault)
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

  it('goes on from memory where the disk is full', async () => {
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
      note: expect.stringContaining('goes on from memory'),
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
})

describe('a source whose files hold several of the six', () => {
  const TRAIN = '/train.parquet'
  const TEST = '/test.parquet'
  const CONTENT = { [TRAIN]: syntheticBatch(7).subarray(0, 900_000), [TEST]: Uint8Array.of(1, 2) }
  const ALL = 900_002

  let mirror: Server
  let between: FaultyServer
  let source: Source
  let refused: string | null

  beforeAll(async () => {
    mirror = createServer((request, response) => {
      const content = request.url === TRAIN ? CONTENT[TRAIN] : CONTENT[TEST]
      const first = Number(/\d+/.exec(request.headers.range ?? '0'))
      response.writeHead(first > 0 ? 206 : 200, { 'Content-Length': content.length - first })
      response.end(content.subarray(first))
    })
    await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve))
    const address = mirror.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    between = await FaultyServer.start(`http://127.0.0.1:${address.port}/`)
    const offered = async (
      name: 'train.parquet' | 'test.parquet',
      holds: readonly DataFileName[],
    ): Promise<OfferedFile> => ({
      name,
      holds,
      bytes: CONTENT[`/${name}`].length,
      sha256: await sha256(CONTENT[`/${name}`]),
      url: new URL(name, between.url).href,
      pinned: true,
      async *unpack(_bytes, onRecords) {
        onRecords(1000, 50_000)
        for (const [index, batch] of holds.entries()) {
          if (refused === batch) throw new DataError(`${batch} is bad.`, 'Take another.')
          yield { name: batch, bytes: syntheticBatch(index + 2) }
        }
      },
    })
    const files = [
      await offered('train.parquet', DATA_FILE_NAMES.slice(0, 5)),
      await offered('test.parquet', ['test_batch.bin']),
    ]
    source = {
      kind: 'mirror',
      files,
      look: async () => ({ name: 'mirror', bytes: ALL }),
      open: async () => ({ name: 'mirror', files }),
    }
  })

  afterAll(async () => {
    await between.stop()
    mirror.close()
  })

  beforeEach(() => {
    between.faults.clear()
    between.seen.length = 0
    refused = null
  })

  it('is turned to where the server has no data set', async () => {
    faulty.faults.set('/cifar-10/manifest.json', { kind: 'status', status: 404 })
    const { dataset, told } = opened({ sources: [new ServerSource(faulty.url), source] })
    await until(dataset, ({ source: found }) => found !== null)
    expect(dataset.status).toMatchObject({ source: { kind: 'mirror' }, bytesTotal: ALL })
    const splits = await dataset.full()
    expect(dataset.status).toMatchObject({ phase: 'ready', source: { name: 'mirror' } })
    expect([0, 1, 4].map((batch) => splits?.train.labels[10_000 * batch])).toEqual([2, 3, 6])
    expect(splits?.test.labels[0]).toBe(2)
    expect(told.some(({ bytesDone, bytesTotal }) => bytesDone > 0 && bytesTotal === ALL)).toBe(true)
  })

  it('goes on after a pause and a reload', async () => {
    between.faults.set(TRAIN, { kind: 'hang', after: 500_000 })
    const { dataset } = opened({ ...KEPT, sources: [source] })
    const finished = dataset.download()
    await until(dataset, ({ bytesDone }) => bytesDone === 500_000)
    dataset.pause()
    await finished
    between.faults.clear()

    const { dataset: reloaded } = opened({ ...KEPT, sources: [source] })
    await until(reloaded, ({ phase }) => phase === 'paused')
    expect(reloaded.status).toMatchObject({ bytesDone: 500_000, bytesTotal: ALL })
    between.seen.length = 0
    await reloaded.download()
    expect(reloaded.status.phase).toBe('ready')
    expect(between.seen).toMatchObject([
      { path: TRAIN, range: 'bytes=500000-', condition: undefined },
      { path: TEST, range: undefined },
    ])
    expect(await (await IndexedDbStore.open()).partial('train.parquet')).toBeNull()
  })

  it('replaces all batches of a split, since its order may be another', async () => {
    const { dataset } = opened({ sources: [source] })
    await dataset.import([new File([syntheticBatch(9)], 'data_batch_3.bin')])
    const splits = await dataset.full()
    expect(splits?.train.labels[20_000]).toBe(4)
  })

  it('keeps nothing of a file that holds a bad batch', async () => {
    refused = 'data_batch_4.bin'
    const { dataset } = opened({ ...KEPT, sources: [source] })
    await dataset.download()
    expect(dataset.status).toMatchObject({
      phase: 'failed',
      files: [],
      bytesDone: 0,
      error: { message: 'data_batch_4.bin is bad.' },
    })
  })
})

describe('import', () => {
  const ARCHIVE = archiveOf()
  const FILES = syntheticFiles()

  it('takes an archive', async () => {
    const { dataset } = opened()
    await dataset.import([new File([ARCHIVE], 'cifar.tar.gz')])
    expect(dataset.status).toMatchObject({
      phase: 'ready',
      error: null,
      source: { kind: 'file', name: 'cifar.tar.gz' },
    })
    const splits = await dataset.full()
    expect(DATA_FILE_NAMES.map((_, file) => splits?.train.labels[file * 10_000])).toEqual([
      0,
      1,
      2,
      3,
      4,
      undefined,
    ])
    expect(fetchedFiles()).toEqual([])
  })

  it('takes loose files, says which are missing, and fetches those', async () => {
    const { dataset } = opened()
    const loose = DATA_FILE_NAMES.slice(1).map((name) => new File([FILES[name]], name))
    await dataset.import(loose)
    expect(dataset.status).toMatchObject({ phase: 'absent', error: null })
    expect(dataset.status.note).toContain('5 of 6 files are here; missing: data_batch_1.bin.')
    await dataset.download()
    expect(dataset.status.phase).toBe('ready')
    expect(fetchedFiles().map(({ path }) => path)).toEqual(['/cifar-10/data_batch_1.bin'])
  })

  it('keeps the good files beside a bad one', async () => {
    const { dataset } = opened()
    const bad = syntheticBatch(1)
    bad[0] = 200
    await dataset.import([
      new File([bad], 'data_batch_1.bin'),
      new File([FILES['test_batch.bin']], 'test_batch.bin'),
    ])
    expect(names(dataset)).toEqual(['test_batch.bin'])
    expect(dataset.status).toMatchObject({
      phase: 'failed',
      error: { message: expect.stringContaining('record 0 has label 200') },
    })
  })

  it('drops what an archive that fails its checks has brought, and nothing else', async () => {
    const { dataset } = opened()
    await dataset.import([new File([FILES['data_batch_1.bin']], 'data_batch_1.bin')])
    const before = dataset.status.files
    await dataset.import([new File([flipped(ARCHIVE, 10_000)], 'damaged.tar.gz')])
    expect(dataset.status.error?.message).toBe(
      'damaged.tar.gz is damaged: it fails its own checks.',
    )
    expect(dataset.status.files).toEqual(before)
  })

  it('stays ready when a bad file is dropped on a complete set', async () => {
    const { dataset } = opened()
    await dataset.import([new File([ARCHIVE], 'cifar.tar.gz')])
    await dataset.import([new File(['<!doctype html>'], 'data_batch_1.bin')])
    expect(dataset.status).toMatchObject({
      phase: 'ready',
      error: { message: 'data_batch_1.bin is a web page, not data.' },
    })
  })

  it('lets a download stand back, then go on with the rest', async () => {
    const { dataset } = opened()
    const waiting = dataset.full()
    await until(dataset, ({ bytesDone }) => bytesDone > FILE_BYTES / 2)
    await dataset.import([new File([FILES['test_batch.bin']], 'test_batch.bin')])
    expect(dataset.status.phase).toBe('ready')
    expect((await waiting)?.train.count).toBe(50_000)
    expect(fetchedFiles().some(({ path }) => path.includes('test_batch'))).toBe(false)
  })
})

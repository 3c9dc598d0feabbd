import 'fake-indexeddb/auto'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { FaultyServer } from '../../e2e/support/faulty-server.ts'
import { sha256 } from './checksum.ts'
import { DATA_FILE_NAMES, type DataFileName, FILE_BYTES } from './cifar10.ts'
import { DataError } from './error.ts'
import { ServerSource } from './source/server.ts'
import type { OfferedFile, Source } from './source/source.ts'
import { IndexedDbStore } from './store/indexed-db.ts'
import { syntheticBatch } from './testing/data.ts'
import { ON_DISK, serveDataset, until } from './testing/served-dataset.ts'

// A source whose files hold several of the six.

const THIRD = '/cifar-10/data_batch_3.bin'

const { faulty, opened } = serveDataset()

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
    title: 'mirror',
    files,
    look: async () => ({ name: 'mirror', bytes: ALL, sampleUrl: null }),
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

it('is used if the server has no data set', async () => {
  faulty().faults.set('/cifar-10/manifest.json', { kind: 'status', status: 404 })
  const { dataset } = opened({ sources: [new ServerSource(faulty().url), source] })
  await until(dataset, ({ source: found }) => found !== null)
  expect(dataset.status).toMatchObject({ source: { kind: 'mirror' }, bytesTotal: ALL })
  const splits = await dataset.full()
  expect(dataset.status).toMatchObject({ phase: 'ready', source: { name: 'mirror' } })
  expect([0, 1, 4].map((batch) => splits?.train.labels[10_000 * batch])).toEqual([2, 3, 6])
  expect(splits?.test.labels[0]).toBe(2)
})

it('replaces the server if the visitor chooses it, for a waiting run', async () => {
  faulty().faults.set(THIRD, { kind: 'hang', after: 1_000_000 })
  const { dataset } = opened({ sources: [new ServerSource(faulty().url), source] })
  const waiting = dataset.full()
  await until(dataset, ({ bytesDone }) => bytesDone > 2 * FILE_BYTES)
  expect(dataset.status.choices.map(({ kind }) => kind)).toEqual(['server', 'mirror'])
  void dataset.download('mirror')
  expect((await waiting)?.train.labels[0]).toBe(2)
  expect(dataset.status).toMatchObject({ phase: 'ready', source: { kind: 'mirror' } })
})

it.each(['/cifar-10/manifest.json', '/cifar-10/data_batch_1.bin', THIRD])(
  'takes over when the server falls silent at %s',
  async (path) => {
    faulty().faults.set(path, { kind: 'hang', after: 0 })
    const sources = [new ServerSource(faulty().url, 1000), source]
    const { dataset } = opened({ sources, patience: 1000 })
    const splits = await dataset.full()
    expect(dataset.status).toMatchObject({ phase: 'ready', source: { name: 'mirror' } })
    // A whole split from one source: no batch of the server's order stays among the mirror's.
    expect([0, 1, 4].map((batch) => splits?.train.labels[10_000 * batch])).toEqual([2, 3, 6])
    // The manifest is requested twice: for the preview, then for the download. Nothing is retried.
    const requests = faulty().seen.filter((request) => request.path === path)
    expect(requests).toHaveLength(path.endsWith('.json') ? 2 : 1)
  },
)

it('resumes after a pause and a reload', async () => {
  between.faults.set(TRAIN, { kind: 'hang', after: 500_000 })
  const { dataset } = opened({ ...ON_DISK, sources: [source] })
  const finished = dataset.download()
  await until(dataset, ({ bytesDone }) => bytesDone === 500_000)
  dataset.pause()
  await finished
  between.faults.clear()

  const { dataset: reloaded } = opened({ ...ON_DISK, sources: [source] })
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

it('stores nothing of a file with a bad batch', async () => {
  refused = 'data_batch_4.bin'
  const { dataset } = opened({ ...ON_DISK, sources: [source] })
  await dataset.download()
  expect(dataset.status).toMatchObject({
    phase: 'failed',
    files: [],
    bytesDone: 0,
    error: { message: 'mirror: data_batch_4.bin is bad.' },
  })
})

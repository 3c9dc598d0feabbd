import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { FaultyServer } from '../../../e2e/support/faulty-server.ts'
import { ARCHIVE_NAME, DATA_FILE_NAMES, FILE_BYTES } from '../cifar10.ts'
import { ServerSource } from '../source/server.ts'
import type { SourceState } from '../source/source.ts'
import { archiveOf, flipped, syntheticFiles } from '../testing/data.ts'
import {
  removeFolder,
  startDatasetServer,
  temporaryFolder,
  writeSyntheticFiles,
  type TestServer,
} from '../testing/dataset-server.ts'
import { locateDataset } from './locate.ts'
import { readDataset } from './read-dataset.ts'
import { serveFile } from './serve-file.ts'

// 184 MB go through most of these tests.
vi.setConfig({ testTimeout: 60_000 })

const FILES = syntheticFiles()
const ARCHIVE = archiveOf(FILES)
const ARCHIVE_PATH = `/~kriz/${ARCHIVE_NAME}`

let root: string
let server: TestServer | null = null

beforeEach(async () => {
  vi.stubEnv('LAB94_DATA', '')
  root = await temporaryFolder()
})

afterEach(async () => {
  await server?.stop()
  server = null
  await removeFolder(root)
  vi.unstubAllEnvs()
})

async function serving(options: { archiveUrl?: string } = {}): Promise<string> {
  server = await startDatasetServer({ root, retryDelays: [1, 1], ...options })
  return `${server.url}cifar-10/`
}

const signal = () => new AbortController().signal

describe('locateDataset', () => {
  it('finds files and archives, in LAB94_DATA before data/', async () => {
    const data = join(root, 'data')
    await mkdir(data)
    expect(await locateDataset(root)).toBeNull()
    await writeFile(join(data, ARCHIVE_NAME), ARCHIVE)
    const archive = { kind: 'archive', path: join(data, ARCHIVE_NAME) }
    expect(await locateDataset(root)).toEqual({ ...archive, by: 'data/' })

    vi.stubEnv('LAB94_DATA', data)
    expect(await locateDataset(root)).toEqual({ ...archive, by: 'LAB94_DATA' })
    vi.stubEnv('LAB94_DATA', join(data, ARCHIVE_NAME))
    expect(await locateDataset(root)).toEqual({ ...archive, by: 'LAB94_DATA' })

    const folder = join(data, 'cifar-10-batches-bin')
    await mkdir(folder)
    await writeSyntheticFiles(folder)
    vi.stubEnv('LAB94_DATA', data)
    expect(await locateDataset(root)).toEqual({ kind: 'folder', path: folder, by: 'LAB94_DATA' })
  })

  it('does not fall back if LAB94_DATA does not exist', async () => {
    vi.stubEnv('LAB94_DATA', join(root, 'nowhere'))
    await expect(locateDataset(root)).rejects.toThrow(/LAB94_DATA names .*nowhere/)
  })
})

describe('readDataset', () => {
  it('reads an archive, which it unpacks once, and again if it changed', async () => {
    const path = join(root, ARCHIVE_NAME)
    await writeFile(path, ARCHIVE)
    vi.stubEnv('LAB94_DATA', path)
    const { train, test, from } = await readDataset('full', root)
    expect(from).toBe(`LAB94_DATA: ${path}`)
    expect([train.count, test.count]).toEqual([50_000, 10_000])
    expect([0, 1, 2, 3, 4].map((file) => train.labels[file * 10_000])).toEqual([0, 1, 2, 3, 4])
    expect(test.labels[0]).toBe(5)

    const unpacked = join(root, 'data', 'unpacked', 'test_batch.bin')
    await writeFile(unpacked, FILES['data_batch_4.bin'])
    expect((await readDataset('full', root)).test.labels[0]).toBe(3)
    await utimes(path, 1, 1)
    expect((await readDataset('full', root)).test.labels[0]).toBe(5)
  })

  it('names a damaged archive, and leaves nothing half unpacked', async () => {
    const path = join(root, ARCHIVE_NAME)
    await writeFile(path, flipped(ARCHIVE, 10_000))
    vi.stubEnv('LAB94_DATA', path)
    await expect(readDataset('full', root)).rejects.toThrow(`${ARCHIVE_NAME} is damaged`)
    expect(await readdir(join(root, 'data'))).toEqual([])
  })

  it('rejects an incomplete archive', async () => {
    const path = join(root, ARCHIVE_NAME)
    await writeFile(path, archiveOf({ 'test_batch.bin': FILES['test_batch.bin'] }))
    vi.stubEnv('LAB94_DATA', path)
    await expect(readDataset('full', root)).rejects.toThrow("contains only 1 of CIFAR-10's 6 files")
  })

  it('says what to do if there is none', async () => {
    await expect(readDataset('full', root)).rejects.toMatchObject({
      name: 'DataError',
      advice: expect.stringContaining('LAB94_DATA'),
    })
  })
})

describe('DatasetServer', () => {
  it('serves a list, the files by ranges, and 404 for all else', async () => {
    await mkdir(join(root, 'data'))
    await writeSyntheticFiles(join(root, 'data'))
    const base = await serving()
    const listed = await fetch(`${base}manifest.json`)
    expect(listed.status).toBe(200)
    expect(listed.headers.get('content-type')).toBe('application/json')
    const sha256 = createHash('sha256').update(FILES['test_batch.bin']).digest('hex')
    expect(await listed.json()).toMatchObject({
      state: 'ready',
      source: 'data',
      files: [{}, {}, {}, {}, {}, { name: 'test_batch.bin', bytes: FILE_BYTES, sha256 }],
    })

    const part = await fetch(`${base}test_batch.bin`, {
      headers: { Range: 'bytes=30729990-', 'If-Range': `"${sha256}"` },
    })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes 30729990-30729999/${FILE_BYTES}`)
    expect(part.headers.get('content-encoding')).toBeNull()
    expect(part.headers.get('etag')).toBe(`"${sha256}"`)
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(new Uint8Array(10).fill(5))

    for (const path of ['', 'data_batch_6.bin', 'unpacked', '..%2fdata%2ftest_batch.bin']) {
      expect((await fetch(`${base}${path}`)).status).toBe(404)
    }
    expect((await fetch(`${base}test_batch.bin`, { method: 'DELETE' })).status).toBe(405)
    const head = await fetch(`${base}test_batch.bin`, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(String(FILE_BYTES))
  })

  it('reports unusable data to the page', async () => {
    vi.stubEnv('LAB94_DATA', join(root, 'nowhere'))
    const base = await serving()
    expect((await fetch(`${base}manifest.json`)).status).toBe(503)
    const source = new ServerSource(new URL('..', base))
    await expect(source.open(signal(), () => {})).rejects.toThrow('LAB94_DATA names')
    expect(await source.look(signal())).toBeNull()
  })
})

describe('DatasetServer without data', () => {
  let far: Server
  let faulty: FaultyServer

  beforeAll(async () => {
    const folder = await temporaryFolder()
    const path = join(folder, ARCHIVE_NAME)
    await writeFile(path, ARCHIVE)
    far = createServer((request, response) =>
      serveFile(request, response, { path, bytes: ARCHIVE.length, etag: '"official"' }),
    )
    await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve))
    const address = far.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    faulty = await FaultyServer.start(`http://127.0.0.1:${address.port}/`)
  })

  beforeEach(() => {
    faulty.faults.clear()
    faulty.seen.length = 0
  })

  afterAll(async () => {
    await faulty.stop()
    far.close()
  })

  const archiveUrl = () => new URL(ARCHIVE_PATH, faulty.url).href

  it('fetches the archive once the page asks, through a connection that dies', async () => {
    faulty.faults.set(ARCHIVE_PATH, { kind: 'die', after: 500_000, times: 2 })
    const base = await serving({ archiveUrl: archiveUrl() })
    expect((await fetch(`${base}manifest.json`)).status).toBe(202)
    const source = new ServerSource(new URL('..', base))
    expect(await source.look(signal())).toMatchObject({ bytes: 170_052_171 })
    expect(faulty.seen).toEqual([])

    const heard: SourceState[] = []
    const { files } = await source.open(signal(), (progress) => heard.push(progress))
    expect(files.map(({ name }) => name)).toEqual(DATA_FILE_NAMES)
    expect(heard.length).toBeGreaterThan(0)
    expect(faulty.seen).toHaveLength(3)
    expect(faulty.seen[2].range).toMatch(/^bytes=\d{6,}-$/)
    const kept = await readFile(join(root, 'data', ARCHIVE_NAME))
    expect(Buffer.compare(kept, ARCHIVE)).toBe(0)
  })

  it('resumes the download of an earlier server', async () => {
    await mkdir(join(root, 'data'))
    await writeFile(join(root, 'data', `${ARCHIVE_NAME}.part`), ARCHIVE.slice(0, 700_000))
    await writeFile(join(root, 'data', `${ARCHIVE_NAME}.part.etag`), '"official"')
    const source = new ServerSource(new URL('..', await serving({ archiveUrl: archiveUrl() })))
    await source.open(signal(), () => {})
    expect(faulty.seen).toMatchObject([{ path: ARCHIVE_PATH, range: 'bytes=700000-' }])
  })

  it('downloads a damaged archive again', async () => {
    faulty.faults.set(ARCHIVE_PATH, { kind: 'flip', byte: 10_000 })
    const source = new ServerSource(new URL('..', await serving({ archiveUrl: archiveUrl() })))
    await expect(source.open(signal(), () => {})).rejects.toThrow(`${ARCHIVE_NAME} is damaged`)
    faulty.faults.clear()
    expect((await source.open(signal(), () => {})).files).toHaveLength(6)
  })
})

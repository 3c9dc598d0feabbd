import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FaultyServer } from '../../../e2e/support/faulty-server.ts'
import { randomWords } from '../../random/stream.ts'
import { serveFile } from '../node/serve-file.ts'
import { removeFolder, temporaryFolder } from '../testing/dataset-server.ts'
import { fetchResuming } from './fetch-resuming.ts'
import type { Sink, Transfer } from './transfer.ts'

const BYTES = 1 << 20
const CONTENT = new Uint8Array(randomWords(1, 'file', 0, BYTES / 4).buffer)
const OTHER = new Uint8Array(randomWords(2, 'file', 0, BYTES / 4).buffer)
const PATH = '/file.bin'

class MemorySink implements Sink {
  etag: string | null = null
  restarts = 0
  #parts: Uint8Array[] = []

  get received(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, 0)
  }

  async restart(etag: string | null): Promise<void> {
    this.restarts += 1
    this.etag = etag
    this.#parts = []
  }

  async append(chunk: Uint8Array): Promise<void> {
    this.#parts.push(chunk.slice())
  }

  holds(content: Uint8Array): boolean {
    return Buffer.compare(Buffer.concat(this.#parts), content) === 0
  }
}

let folder: string
let origin: Server
let faulty: FaultyServer
let etag: string

beforeAll(async () => {
  folder = await temporaryFolder()
  await writeFile(join(folder, 'file.bin'), CONTENT)
  await writeFile(join(folder, 'other.bin'), OTHER)
  origin = createServer((request, response) => {
    const name = etag === '"other"' ? 'other.bin' : 'file.bin'
    serveFile(request, response, { path: join(folder, name), bytes: BYTES, etag })
  })
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve))
  const address = origin.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  faulty = await FaultyServer.start(`http://127.0.0.1:${address.port}/`)
})

beforeEach(() => {
  etag = '"first"'
  faulty.faults.clear()
  faulty.seen.length = 0
})

afterAll(async () => {
  await faulty.stop()
  origin.close()
  await removeFolder(folder)
})

function transferred(change: Partial<Transfer> = {}) {
  const interruptions: string[] = []
  const progress: number[] = []
  const transfer: Transfer = {
    name: 'file.bin',
    url: new URL(PATH, faulty.url).href,
    bytes: BYTES,
    signal: new AbortController().signal,
    onProgress: (received) => progress.push(received),
    onInterrupted: (message) => interruptions.push(message),
    retryDelays: [1, 1, 1],
    ...change,
  }
  return { transfer, interruptions, progress }
}

describe('fetchResuming', () => {
  it('fetches a file and reports progress', async () => {
    const sink = new MemorySink()
    const { transfer, progress } = transferred()
    await fetchResuming(transfer, sink)
    expect(sink.holds(CONTENT)).toBe(true)
    expect(progress.at(-1)).toBe(BYTES)
    expect(faulty.seen).toEqual([{ path: PATH, range: undefined }])
  })

  it('fetches a file whose length only the server knows', async () => {
    const sink = new MemorySink()
    await fetchResuming(transferred({ bytes: null }).transfer, sink)
    expect(sink.holds(CONTENT)).toBe(true)
  })

  it('resumes after a failed connection, as long as there is progress', async () => {
    faulty.faults.set(PATH, { kind: 'die', after: 150_000, times: 5 })
    const sink = new MemorySink()
    const { transfer, interruptions } = transferred()
    await fetchResuming(transfer, sink)
    expect(sink.holds(CONTENT)).toBe(true)
    expect(sink.restarts).toBe(1)
    expect(interruptions).toHaveLength(5)
    expect(interruptions[0]).toBe('file.bin: the connection was lost. Trying again.')
    const starts = faulty.seen.map(({ range }) => Number(/\d+/.exec(range ?? '0')))
    expect(starts).toEqual([...starts].sort((a, b) => a - b))
    expect(starts.at(-1)).toBeGreaterThan(BYTES / 2)
  })

  it('gives up without progress, and keeps the received bytes', async () => {
    faulty.faults.set(PATH, { kind: 'status', status: 503 })
    const sink = new MemorySink()
    const { transfer, interruptions } = transferred()
    await expect(fetchResuming(transfer, sink)).rejects.toMatchObject({
      name: 'DataError',
      message: 'file.bin: the server answered 503.',
    })
    expect(interruptions).toHaveLength(3)
    expect(faulty.seen).toHaveLength(4)
  })

  it('starts over if the file has changed', async () => {
    faulty.faults.set(PATH, { kind: 'die', after: 300_000, times: 1 })
    const sink = new MemorySink()
    const { transfer } = transferred({
      onInterrupted: () => {
        etag = '"other"'
      },
    })
    await fetchResuming(transfer, sink)
    expect(faulty.seen[1].range).toMatch(/^bytes=\d+-$/)
    expect(sink.restarts).toBe(2)
    expect(sink.holds(OTHER)).toBe(true)
  })

  it('does not resume a version without an identity', async () => {
    etag = 'W/"weak"'
    faulty.faults.set(PATH, { kind: 'die', after: 300_000, times: 1 })
    const sink = new MemorySink()
    await fetchResuming(transferred().transfer, sink)
    expect(faulty.seen[1].range).toBeUndefined()
    expect(sink.holds(CONTENT)).toBe(true)
  })

  it('resumes a fixed version of a URL without headers that other origins hide', async () => {
    etag = 'W/"weak"'
    faulty.faults.set(PATH, { kind: 'die', after: 300_000, times: 1 })
    const sink = new MemorySink()
    await fetchResuming(transferred({ version: 'abc' }).transfer, sink)
    expect(sink.etag).toBe('abc')
    expect(sink.restarts).toBe(1)
    expect(faulty.seen[1]).toMatchObject({
      range: expect.stringMatching(/^bytes=\d+-$/),
      condition: undefined,
    })
    expect(sink.holds(CONTENT)).toBe(true)
  })

  it('finally requests the whole file if another origin does not answer range requests', async () => {
    faulty.faults.set(PATH, { kind: 'die', after: 300_000, times: 1 })
    const sink = new MemorySink()
    const { transfer } = transferred({
      version: 'abc',
      onInterrupted: () => faulty.faults.set(PATH, { kind: 'no-range' }),
    })
    await fetchResuming(transfer, sink)
    const ranges = faulty.seen.map(({ range }) => range !== undefined)
    expect(ranges).toEqual([false, true, true, false])
    expect(sink.restarts).toBe(2)
    expect(sink.holds(CONTENT)).toBe(true)
  })

  it.each([
    ['an unknown total', { 'content-range': (from: number) => `bytes ${from}-${BYTES - 1}/*` }, 1],
    ['another range', { 'content-range': () => `bytes 0-${BYTES - 1}/${BYTES}` }, 3],
    [
      'another total',
      { 'content-range': (from: number) => `bytes ${from}-${BYTES}/${BYTES + 1}` },
      3,
    ],
    ['no range', { 'content-range': () => null }, 3],
    ['several parts', { 'content-type': () => 'multipart/byteranges; boundary=x' }, 3],
    ['another version', { etag: () => '"other"' }, 3],
    [
      'a compressed part',
      { 'content-encoding': (from: number) => (from === 0 ? null : 'gzip') },
      3,
    ],
    ['a range without a unit', { 'content-range': (from: number) => `${from}-${BYTES}` }, 3],
    ['a negative range', { 'content-range': () => `bytes -9-${BYTES}/${BYTES}` }, 3],
  ] as const)('ends well where a resumed answer states %s', async (_, headers, restarts) => {
    faulty.faults.set(PATH, { kind: 'die', after: 300_000, times: 1 })
    const sink = new MemorySink()
    const { transfer } = transferred({
      onInterrupted: () => faulty.faults.set(PATH, { kind: 'part', headers }),
    })
    await fetchResuming(transfer, sink)
    expect(sink.restarts).toBe(restarts)
    expect(sink.holds(CONTENT)).toBe(true)
  })

  it.each([
    ['no such part, also for the whole file', { kind: 'status', status: 416 }],
    ['a part of which nobody asked', { kind: 'status', status: 206 }],
  ] as const)(
    'fails with a reason, after a second attempt, where a server answers %s',
    async (_, fault) => {
      faulty.faults.set(PATH, fault)
      const { transfer } = transferred()
      await expect(fetchResuming(transfer, new MemorySink())).rejects.toMatchObject({
        name: 'DataError',
        message: expect.stringMatching(/^file.bin: the server (has no such|sent a different) part/),
        advice: expect.stringContaining('choose the files from your own disk'),
      })
      expect(faulty.seen).toHaveLength(2)
    },
  )

  it.each([408, 425, 429, 502, 503, 504])('tries again after status %i', async (status) => {
    faulty.faults.set(PATH, { kind: 'status', status })
    const { transfer, interruptions } = transferred({
      onInterrupted(message) {
        interruptions.push(message)
        faulty.faults.clear()
      },
    })
    const sink = new MemorySink()
    await fetchResuming(transfer, sink)
    expect(interruptions).toEqual([`file.bin: the server answered ${status}. Trying again.`])
    expect(sink.holds(CONTENT)).toBe(true)
  })

  it('drops received bytes if the length is inconsistent, so that the next download starts clean', async () => {
    faulty.faults.set(PATH, {
      kind: 'part',
      headers: { 'content-length': () => String(BYTES - 9) },
    })
    const sink = new MemorySink()
    await expect(fetchResuming(transferred().transfer, sink)).rejects.toThrow(/truncated/)
    expect(sink.received).toBe(0)
    faulty.faults.clear()
    await fetchResuming(transferred().transfer, sink)
    expect(sink.holds(CONTENT)).toBe(true)
  })

  it('accepts the right bytes under a wrong name', async () => {
    faulty.faults.set(PATH, { kind: 'part', headers: { 'content-type': () => 'text/html' } })
    const sink = new MemorySink()
    await fetchResuming(transferred().transfer, sink)
    expect(sink.holds(CONTENT)).toBe(true)
  })

  it('waits as long as a busy server requests, and gives up if that is too long', async () => {
    faulty.faults.set(PATH, { kind: 'status', status: 429, retryAfter: '1' })
    const { transfer, interruptions } = transferred({
      onInterrupted(message) {
        interruptions.push(message)
        faulty.faults.clear()
      },
    })
    const sink = new MemorySink()
    const begun = performance.now()
    await fetchResuming(transfer, sink)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(990)
    expect(interruptions).toEqual([
      'file.bin: the server answered 429. Trying again in 1 s, as the server asks.',
    ])

    faulty.faults.set(PATH, { kind: 'status', status: 503, retryAfter: '3600' })
    await expect(fetchResuming(transferred().transfer, new MemorySink())).rejects.toMatchObject({
      message: 'file.bin: the server answered 503.',
      advice: expect.stringContaining('Try again later'),
    })
  })

  it('requests nothing if everything is stored', async () => {
    const sink = new MemorySink()
    const { transfer } = transferred({ version: 'abc' })
    await fetchResuming(transfer, sink)
    await fetchResuming(transfer, sink)
    expect(faulty.seen).toHaveLength(1)
  })

  it.each([
    [{ kind: 'status', status: 404 }, 'file.bin is missing on the server (404).'],
    [{ kind: 'status', status: 403 }, 'The server refused file.bin (403).'],
    [{ kind: 'status', status: 304 }, 'The server refused file.bin (304).'],
    [{ kind: 'status', status: 401 }, 'The server refused file.bin (401).'],
    [{ kind: 'page' }, 'The server sent a web page in place of file.bin.'],
    [{ kind: 'cut', bytes: 1000 }, 'file.bin is truncated on the server: 1000 bytes of 1048576.'],
  ] as const)(
    'asks once only for what another attempt would not mend: %o',
    async (fault, message) => {
      faulty.faults.set(PATH, fault)
      const { transfer, interruptions } = transferred()
      await expect(fetchResuming(transfer, new MemorySink())).rejects.toMatchObject({
        name: 'DataError',
        message,
      })
      expect(interruptions).toEqual([])
      expect(faulty.seen).toHaveLength(1)
    },
  )

  it('treats a silent connection as failed', async () => {
    faulty.faults.set(PATH, { kind: 'hang', after: 300_000 })
    const sink = new MemorySink()
    const { transfer, interruptions } = transferred({ patience: 100, retryDelays: [1] })
    await expect(fetchResuming(transfer, sink)).rejects.toMatchObject({
      message: 'file.bin: the server has sent nothing for 0.1 s.',
    })
    expect(sink.received).toBe(300_000)
    expect(interruptions).toHaveLength(1)

    faulty.faults.clear()
    await fetchResuming(transfer, sink)
    expect(sink.holds(CONTENT)).toBe(true)
  })

  it('reports a server that stays unreachable', async () => {
    const { transfer } = transferred({ url: 'http://127.0.0.1:9/file.bin', retryDelays: [] })
    await expect(fetchResuming(transfer, new MemorySink())).rejects.toMatchObject({
      message: 'file.bin: the server cannot be reached, or redirects endlessly.',
    })
  })

  it('ends with the reason it is aborted for', async () => {
    const controller = new AbortController()
    const { transfer } = transferred({
      signal: controller.signal,
      onProgress: () => controller.abort('pause'),
    })
    const sink = new MemorySink()
    await expect(fetchResuming(transfer, sink)).rejects.toBe('pause')
    expect(sink.received).toBeGreaterThan(0)
    expect(sink.received).toBeLessThan(BYTES)
  })
})

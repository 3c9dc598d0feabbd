import { describe, expect, it, vi } from 'vitest'
import { DataError } from '../error.ts'
import { IMAGE_BYTES } from '../records.ts'
import { parquetOf, pngOf } from '../testing/parquet.ts'
import type { ParquetEvent, ParquetJob } from './protocol.ts'
import { type ParquetWorker, readApart } from './read-apart.ts'
import { serveJob } from './serve-job.ts'

// 10,000 images are unpacked.
vi.setConfig({ testTimeout: 60_000 })

type Post = (event: ParquetEvent) => void

/** A mock worker that answers by a function, until it is terminated. */
class FakeWorker implements ParquetWorker {
  isEnded = false
  readonly #answer: (job: ParquetJob, post: Post) => void
  readonly #listeners = new Map<string, (event: never) => void>()

  constructor(answer: (job: ParquetJob, post: Post) => void) {
    this.#answer = answer
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, listener)
  }

  postMessage(job: ParquetJob): void {
    this.#answer(job, (data) => this.emit('message', { data }))
  }

  emit(type: string, event: object): void {
    if (!this.isEnded) this.#listeners.get(type)?.(event as never)
  }

  terminate(): void {
    this.isEnded = true
  }
}

const jobOf = (bytes: Uint8Array<ArrayBuffer>): ParquetJob => ({
  name: 'train.parquet',
  bytes,
  batches: ['test_batch.bin'],
})

async function read(worker: FakeWorker, bytes = new Uint8Array(9), silenceMs?: number) {
  const progress: number[] = []
  const files = []
  const onRecords = (done: number) => progress.push(done)
  for await (const file of readApart(jobOf(bytes), worker, onRecords, silenceMs)) files.push(file)
  return { files, progress }
}

describe('readApart', () => {
  it('passes on what the worker reads, and ends the worker', async () => {
    const worker = new FakeWorker((job, post) => void serveJob(job, post))
    const png = pngOf(new Uint8Array(IMAGE_BYTES).fill(7))
    const rows = Array.from({ length: 10_000 }, (_, i) => i % 10)
    const file = parquetOf(
      rows.map(() => png),
      rows,
    )
    const { files, progress } = await read(worker, file)
    expect(files.map(({ name }) => name)).toEqual(['test_batch.bin'])
    expect([...files[0].bytes.subarray(0, 3)]).toEqual([0, 7, 7])
    expect(progress.at(-1)).toBe(10_000)
    expect(worker.isEnded).toBe(true)
  })

  it('passes on why a file is refused', async () => {
    const worker = new FakeWorker((job, post) => void serveJob(job, post))
    await expect(read(worker)).rejects.toMatchObject({
      name: 'DataError',
      message: 'train.parquet cannot be read as a parquet file.',
      advice: expect.stringContaining('from your own disk'),
    })
    expect(worker.isEnded).toBe(true)
  })

  it('ends a worker that says nothing more', async () => {
    const worker = new FakeWorker((_, post) => post({ type: 'records', done: 1, total: 2 }))
    const reading = read(worker, new Uint8Array(9), 20)
    await expect(reading).rejects.toThrow(DataError)
    await expect(reading).rejects.toThrow('Unpacking train.parquet was stopped')
    expect(worker.isEnded).toBe(true)
  })

  it('says that a worker did not load', async () => {
    const worker = new FakeWorker(() => {})
    const reading = read(worker)
    worker.emit('error', {})
    await expect(reading).rejects.toThrow('did not load or stopped.')
    expect(worker.isEnded).toBe(true)
  })

  it('terminates the worker if the rest is not needed', async () => {
    const worker = new FakeWorker((_, post) => post({ type: 'records', done: 1, total: 2 }))
    const reading = readApart(jobOf(new Uint8Array(9)), worker, () => {
      throw new Error('cancelled')
    })
    await expect(reading.next()).rejects.toThrow('cancelled')
    expect(worker.isEnded).toBe(true)
  })
})

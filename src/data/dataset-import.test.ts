import 'fake-indexeddb/auto'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { DATA_FILE_NAMES, FILE_BYTES, RECORDS_PER_FILE } from './cifar10.ts'
import { archiveOf, flipped, syntheticBatch, syntheticFiles } from './testing/data.ts'
import { fileNames, serveDataset, until } from './testing/served-dataset.ts'

/** Bytes of a batch's images. */
const PIXELS = FILE_BYTES - RECORDS_PER_FILE

const { faulty, opened, fetchedFiles } = serveDataset()

const ARCHIVE = archiveOf()
const FILES = syntheticFiles()

it('loads an archive', async () => {
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

it('says what is wrong with a file whose name is written from right to left', async () => {
  const { dataset } = opened()
  await dataset.import([new File(['no data'], '\u202eתמונות.txt')])
  expect(dataset.status.error?.message).toBe(
    "\u2068תמונות.txt\u2069 is not one of CIFAR-10's files.",
  )
})

it('loads single files, says which are missing, and fetches those', async () => {
  const { dataset } = opened()
  await dataset.import([
    ...DATA_FILE_NAMES.slice(1, 5).map((name) => new File([FILES['data_batch_1.bin']], name)),
    new File([FILES['test_batch.bin']], 'test_batch.bin'),
  ])
  expect(dataset.status).toMatchObject({ phase: 'absent', error: null })
  expect(dataset.status.note).toContain('5 of 6 files are here; missing: data_batch_1.bin.')
  await dataset.download()
  expect(dataset.status.phase).toBe('ready')
  expect(fetchedFiles().map(({ path }) => path)).toEqual(['/cifar-10/data_batch_1.bin'])
})

it('fetches a whole split if the single files differ from the server’s copy', async () => {
  const { dataset } = opened()
  await dataset.import([
    new File([FILES['data_batch_5.bin']], 'data_batch_5.bin'),
    new File([FILES['data_batch_4.bin']], 'test_batch.bin'),
  ])
  const splits = await dataset.full()
  expect([0, 1, 2, 3, 4].map((batch) => splits?.train.pixels[PIXELS * batch - 1])).toEqual([
    undefined,
    0,
    0,
    0,
    0,
  ])
  expect(splits?.train.pixels.at(-1)).toBe(0)
  expect(splits?.test.pixels.at(-1)).toBe(3)
  expect(fetchedFiles()).toHaveLength(5)
})

it('leaves no batch of another copy beside the first one that it fetches', async () => {
  faulty().faults.set('/cifar-10/data_batch_2.bin', { kind: 'status', status: 404 })
  const { dataset } = opened()
  await dataset.import(
    DATA_FILE_NAMES.slice(1, 5).map((name) => new File([FILES['data_batch_4.bin']], name)),
  )
  await dataset.download()
  expect(dataset.status.phase).toBe('failed')
  expect(fileNames(dataset)).toEqual(['data_batch_1.bin'])
})

it('adds no batch of another copy to a complete set', async () => {
  const { dataset } = opened()
  await dataset.import([new File([ARCHIVE], 'cifar.tar.gz')])
  const before = dataset.status.files
  await dataset.import([new File([FILES['data_batch_5.bin']], 'data_batch_1.bin')])
  expect(dataset.status).toMatchObject({
    phase: 'ready',
    files: before,
    error: { message: expect.stringContaining('data_batch_1.bin belongs to another copy') },
  })
})

it('keeps the good files beside a bad one', async () => {
  const { dataset } = opened()
  const bad = syntheticBatch(1)
  bad[0] = 200
  await dataset.import([
    new File([bad], 'data_batch_1.bin'),
    new File([FILES['test_batch.bin']], 'test_batch.bin'),
  ])
  expect(fileNames(dataset)).toEqual(['test_batch.bin'])
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
  expect(dataset.status.error?.message).toBe('damaged.tar.gz is damaged: it fails its own checks.')
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

it.each([
  ['a file', 'data_batch_1.bin', new Uint8Array(1 << 16)],
  ['a gzip', 'cifar-10-binary.tar.gz', new Uint8Array(gzipSync(''))],
])('stops in the middle of %s that does not end, when cancelled', async (_, name, chunk) => {
  const { dataset } = opened()
  const endless = new File([], name)
  endless.stream = () =>
    new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve))
        controller.enqueue(chunk.slice())
      },
    })
  const finished = dataset.import([endless])
  await until(dataset, ({ bytesDone }) => bytesDone > 2 * chunk.length)
  await dataset.cancel()
  await finished
  expect(dataset.status).toMatchObject({ phase: 'absent', error: null, files: [] })
})

it('reports a folder without any of the files', async () => {
  const { dataset } = opened()
  await dataset.import([])
  expect(dataset.status).toMatchObject({
    phase: 'failed',
    error: { message: expect.stringContaining("none of CIFAR-10's files") },
  })
})

it('pauses a download, which then fetches the rest', async () => {
  const { dataset } = opened()
  const waiting = dataset.full()
  await until(dataset, ({ bytesDone }) => bytesDone > FILE_BYTES / 2)
  await dataset.import([new File([FILES['test_batch.bin']], 'test_batch.bin')])
  expect(dataset.status.phase).toBe('ready')
  expect((await waiting)?.train.count).toBe(50_000)
  expect(fetchedFiles().some(({ path }) => path.includes('test_batch'))).toBe(false)
})

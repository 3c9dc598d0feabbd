import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FILE_BYTES, RECORD_BYTES } from '../cifar10.ts'
import type { DataError } from '../error.ts'
import {
  archiveOf,
  chunksOf,
  flipped,
  syntheticBatch,
  syntheticFiles,
  tarOf,
} from '../testing/data.ts'
import { CorruptArchiveError, readDataFiles } from './read-files.ts'

const FILES = syntheticFiles()
const ARCHIVE = archiveOf(FILES)
const BATCH = FILES['data_batch_2.bin']

interface Reading {
  readonly files: Record<string, Uint8Array>
  readonly error: unknown
}

async function read(
  name: string,
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Reading> {
  const files: Reading['files'] = {}
  try {
    for await (const file of readDataFiles(name, stream)) files[file.name] = file.bytes
    return { files, error: null }
  } catch (error) {
    return { files, error }
  }
}

const readBytes = (name: string, bytes: Uint8Array<ArrayBuffer>) => read(name, chunksOf(bytes))

const says = (message: string): Partial<DataError> => ({
  name: 'DataError',
  message: expect.stringContaining(message),
  advice: expect.stringMatching(/.+/),
})

/** Equality of 31 MB that does not print them. */
const same = (a: Uint8Array | undefined, b: Uint8Array) =>
  a !== undefined && Buffer.compare(a, b) === 0

describe('readDataFiles', () => {
  it('reads an archive, whatever its name', async () => {
    const { files, error } = await readBytes('download', ARCHIVE)
    expect(error).toBeNull()
    expect(Object.keys(files)).toEqual(Object.keys(FILES))
    for (const [name, bytes] of Object.entries(FILES)) expect(same(files[name], bytes)).toBe(true)
  })

  it('reads an archive that a browser has unzipped', async () => {
    const tar = tarOf({ 'test_batch.bin': BATCH })
    const { files, error } = await readBytes('cifar-10-binary.tar', tar)
    expect(error).toBeNull()
    expect(same(files['test_batch.bin'], BATCH)).toBe(true)
  })

  it.each([
    'data_batch_2.bin',
    'data_batch_2 (1).bin',
    'data_batch_2(3).bin',
    'data_batch_2 copy.bin',
    'Data_Batch_2 - Kopie (2).BIN',
    'Copy of data_batch_2.bin',
    'data_batch_2.bin.1',
  ])('reads %s', async (name) => {
    const { files, error } = await readBytes(name, BATCH)
    expect(error).toBeNull()
    expect(same(files['data_batch_2.bin'], BATCH)).toBe(true)
  })

  it('reads names in upper case, without end blocks, in several gzip members and padding', async () => {
    const tar = tarOf({ 'TEST_BATCH.BIN': BATCH })
    // Two end blocks and padding to 10,240 bytes follow the last entry.
    const last = 512 * Math.ceil(tar.findLastIndex((byte) => byte !== 0) / 512)
    const whole = tar.slice(0, last)
    const middle = 1_000_000
    const members = [whole.slice(0, middle), new Uint8Array(), whole.slice(middle)]
    const zipped = members.map((part) => gzipSync(part, { level: 1 }))
    const bytes = new Uint8Array(Buffer.concat([...zipped, Buffer.alloc(700)]))
    const { files, error } = await readBytes('CIFAR.TGZ', bytes)
    expect(error).toBeNull()
    expect(same(files['test_batch.bin'], BATCH)).toBe(true)
  })

  it('reads a gzipped batch', async () => {
    const { files, error } = await readBytes(
      'test_batch.bin.gz',
      new Uint8Array(gzipSync(BATCH, { level: 1 })),
    )
    expect(error).toBeNull()
    expect(same(files['test_batch.bin'], BATCH)).toBe(true)
  })

  it.each([
    ['an empty file', new Uint8Array(0), 'data_batch_2.bin is empty'],
    ['a page', new TextEncoder().encode('\n<!DOCTYPE html><html>'), 'is a web page, not data'],
    [
      'too few records',
      BATCH.slice(0, 5 * RECORD_BYTES),
      'is truncated: 5 whole records of 10,000',
    ],
    ['half a record', BATCH.slice(0, FILE_BYTES - 9), 'is truncated: 9,999 whole records'],
  ])('refuses %s', async (_, bytes, message) => {
    const { files, error } = await readBytes('data_batch_2.bin', bytes)
    expect(error).toMatchObject(says(message))
    expect(files).toEqual({})
  })

  it('rejects too many records', async () => {
    const bytes = new Uint8Array(FILE_BYTES + RECORD_BYTES)
    const { error } = await readBytes('data_batch_2.bin', bytes)
    expect(error).toMatchObject(says('is too long: 3,073 bytes follow its 10,000 records'))
  })

  it('rejects a label above 9, and names the record', async () => {
    const bytes = BATCH.slice()
    bytes[1234 * RECORD_BYTES] = 10
    const { error } = await readBytes('data_batch_2.bin', bytes)
    expect(error).toMatchObject(
      says('data_batch_2.bin is not a CIFAR-10 batch: record 1234 has label 10'),
    )
  })

  it.each([
    'cat.bin',
    'train.bin',
    'cifar.zip',
    '._data_batch_2.bin',
    'data_batch_22.bin',
    'data_batch_2',
  ])('rejects %s by its name', async (name) => {
    const { error } = await readBytes(name, BATCH)
    expect(error).toMatchObject(says(`${name} is not one of CIFAR-10's files`))
  })

  it('rejects an archive without batches', async () => {
    const { error } = await readBytes('python.tar.gz', archiveOf({ data_batch_1: BATCH }))
    expect(error).toMatchObject(says("python.tar.gz contains none of CIFAR-10's six .bin files"))
  })

  it('keeps the good batches of an archive with a bad one', async () => {
    const bad = syntheticBatch(3)
    bad[0] = 77
    const archive = archiveOf({
      'data_batch_1.bin': BATCH,
      'data_batch_2.bin': bad,
      'test_batch.bin': BATCH,
    })
    const { files, error } = await readBytes('mixed.tar.gz', archive)
    expect(Object.keys(files)).toEqual(['data_batch_1.bin', 'test_batch.bin'])
    expect(error).toMatchObject(
      says('data_batch_2.bin is not a CIFAR-10 batch: record 0 has label 77'),
    )
    expect(error).not.toBeInstanceOf(CorruptArchiveError)
  })

  it('keeps what a cut-off archive has', async () => {
    const { files, error } = await readBytes('cut.tar.gz', ARCHIVE.slice(0, ARCHIVE.length * 0.6))
    expect(Object.keys(files)).toEqual(['data_batch_1.bin', 'data_batch_2.bin', 'data_batch_3.bin'])
    expect(error).toMatchObject(says('cut.tar.gz is truncated'))
    expect(error).not.toBeInstanceOf(CorruptArchiveError)
  })

  it('keeps what a cut-off tar has', async () => {
    const tar = tarOf({ 'data_batch_1.bin': BATCH, 'data_batch_2.bin': BATCH })
    const { files, error } = await readBytes('cut.tar', tar.slice(0, FILE_BYTES * 1.5))
    expect(Object.keys(files)).toEqual(['data_batch_1.bin'])
    expect(error).toMatchObject(says('cut.tar is truncated'))
  })

  it('detects a flipped bit in the compressed bytes', async () => {
    const { error } = await readBytes('flip.tar.gz', flipped(ARCHIVE, 10_000))
    expect(error).toBeInstanceOf(CorruptArchiveError)
    expect(error).toMatchObject({ message: 'flip.tar.gz is damaged: it fails its own checks.' })
  })

  it('detects a flipped bit that only the final checksum reveals', async () => {
    const { error } = await readBytes('flip.tar.gz', flipped(ARCHIVE, ARCHIVE.length - 8))
    expect(error).toBeInstanceOf(CorruptArchiveError)
  })

  it('detects a flipped bit before the source has ended', async () => {
    const damaged = flipped(ARCHIVE, 200)
    damaged.fill(0xff, 300, 400)
    let chunks = 0
    const slow = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        controller.enqueue(damaged.slice(chunks * 1000, (chunks + 1) * 1000))
        chunks += 1
      },
    })
    const { error } = await read('flip.tar.gz', slow)
    expect(error).toBeInstanceOf(CorruptArchiveError)
  })

  it('reports a file that cannot be read to its end', async () => {
    let chunks = 0
    const failing = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        chunks += 1
        if (chunks > 3) throw new DOMException('gone', 'NotReadableError')
        controller.enqueue(ARCHIVE.slice((chunks - 1) * 1000, chunks * 1000))
      },
    })
    const { error } = await read('lost.tar.gz', failing)
    expect(error).toMatchObject(says('lost.tar.gz could not be read'))
  })

  it('lets go of the stream when its reader stops early', async () => {
    let cancelled = false
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(ARCHIVE),
      cancel() {
        cancelled = true
      },
    })
    for await (const file of readDataFiles('archive', stream)) {
      expect(file.name).toBe('data_batch_1.bin')
      break
    }
    expect(cancelled).toBe(true)
  })
})

import { encode } from 'fast-png'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { RECORD_BYTES, RECORDS_PER_FILE } from '../cifar10.ts'
import { readSample } from '../node/sample.ts'
import { IMAGE_BYTES, type Records } from '../records.ts'
import { parquetOf, pngOf } from '../testing/parquet.ts'
import { readParquet } from './parquet.ts'

// The sample is unpacked first, then 10,000 images.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** Distinct images, repeated to fill batches. */
const IMAGES = 50
/** Real images among them; the others have one colour, which packs and unpacks faster. */
const REAL = 10

let images: Records
let pngs: Uint8Array[]

beforeAll(async () => {
  const { test } = await readSample()
  images = { ...test, count: IMAGES }
  for (let i = REAL; i < IMAGES; i++) {
    images.pixels.fill(i, i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES)
  }
  pngs = Array.from({ length: IMAGES }, (_, i) =>
    pngOf(images.pixels.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES)),
  )
})

/** A file of `count` images, the last of them first. */
const fileOf = (count: number, pictures = pngs, labels = images.labels) =>
  parquetOf(
    Array.from({ length: count }, (_, i) => pictures[(count - 1 - i) % IMAGES]),
    Array.from({ length: count }, (_, i) => labels[(count - 1 - i) % IMAGES]),
  )

async function read(bytes: Uint8Array<ArrayBuffer>) {
  const progress: number[] = []
  const files = []
  const onRecords = (done: number) => progress.push(done)
  for await (const file of readParquet('train.parquet', bytes, ['test_batch.bin'], onRecords)) {
    files.push(file)
  }
  return { files, progress }
}

describe('readParquet', () => {
  it('makes a batch of real images, to the bit and in the file’s own order', async () => {
    const { files, progress } = await read(fileOf(RECORDS_PER_FILE))
    expect(files.map(({ name }) => name)).toEqual(['test_batch.bin'])
    const [{ bytes }] = files
    const wrong = Array.from({ length: RECORDS_PER_FILE }, (_, record) => record).filter(
      (record) => {
        const image = (RECORDS_PER_FILE - 1 - record) % IMAGES
        const start = record * RECORD_BYTES
        const pixels = images.pixels.subarray(image * IMAGE_BYTES, (image + 1) * IMAGE_BYTES)
        const same = Buffer.compare(bytes.subarray(start + 1, start + RECORD_BYTES), pixels) === 0
        return bytes[start] !== images.labels[image] || !same
      },
    )
    expect(wrong).toEqual([])
    expect(progress).toEqual(Array.from({ length: 10 }, (_, i) => 1000 * (i + 1)))
  })

  it('rejects a file with another number of images', async () => {
    await expect(read(fileOf(9999))).rejects.toMatchObject({
      name: 'DataError',
      message: 'train.parquet holds 9999 images, not 10000.',
    })
  })

  it('rejects a file of another kind', async () => {
    await expect(read(new TextEncoder().encode('<!doctype html>'))).rejects.toMatchObject({
      name: 'DataError',
      message: 'train.parquet cannot be read as a parquet file.',
    })
  })

  const picture = (change: Partial<Parameters<typeof encode>[0]>) => {
    const image = { width: 32, height: 32, channels: 3, depth: 8 as const, ...change }
    const { width, height, channels, depth } = image
    const length = width * height * channels
    return encode({
      ...image,
      data: depth === 16 ? new Uint16Array(length) : new Uint8Array(length),
    })
  }

  it.each([
    ['of another size', picture({ width: 28 }), 'is not of 32x32 pixels in 8-bit RGB.'],
    ['with transparency', picture({ channels: 4 }), 'is not of 32x32 pixels in 8-bit RGB.'],
    ['in grey', picture({ channels: 1 }), 'is not of 32x32 pixels in 8-bit RGB.'],
    ['with 16 bits', picture({ depth: 16 }), 'is not of 32x32 pixels in 8-bit RGB.'],
    ['that is none', Uint8Array.of(1, 2, 3), 'is not a PNG.'],
  ])('takes no picture %s', async (_, bad, message) => {
    const pictures = pngs.with(7, bad)
    await expect(read(fileOf(RECORDS_PER_FILE, pictures))).rejects.toMatchObject({
      name: 'DataError',
      message: `train.parquet, image 42 ${message}`,
    })
  })

  it('rejects a label beyond the ten classes', async () => {
    await expect(
      read(fileOf(RECORDS_PER_FILE, pngs, images.labels.with(49, 10))),
    ).rejects.toMatchObject({
      name: 'DataError',
      message: 'train.parquet, image 0 has label 10, but labels go from 0 to 9.',
    })
  })
})

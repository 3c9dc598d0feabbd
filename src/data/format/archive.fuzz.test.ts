import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { fuzz, FUZZ_TIMEOUT } from '../../testing/fuzz.ts'
import { DataError } from '../error.ts'
import { chunksOf, tarOf } from '../testing/data.ts'
import { entry, paxRecord, writeChecksum } from '../testing/tar.ts'
import { ByteReader } from './byte-reader.ts'
import { gunzip, GzipError } from './gunzip.ts'
import { readDataFiles } from './read-files.ts'
import { readTar, TAR_BLOCK_BYTES, TarError } from './tar.ts'

const LIMIT = 1 << 14
const bytesOf = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
const zip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes))
const text = (words: string) => new TextEncoder().encode(words)

/** Read whole and in portions, whose edges fall anywhere. */
const CHUNKS = [1 << 16, 1009]

it('unpacks or refuses any gzip data', { timeout: FUZZ_TIMEOUT }, async () => {
  const members = bytesOf(zip(text('one '.repeat(50))), zip(text('')), zip(text('two')))
  const { accepted, refused } = await fuzz({
    name: 'gzip data',
    samples: [
      members,
      bytesOf(members, new Uint8Array(100)),
      zip(new Uint8Array(LIMIT)),
      zip(new Uint8Array(LIMIT + 1)),
    ],
    async decode(bytes) {
      for (const chunk of CHUNKS) {
        const unpacked = await new Response(gunzip(chunksOf(bytes, chunk), LIMIT)).arrayBuffer()
        expect(unpacked.byteLength).toBeLessThanOrEqual(LIMIT)
      }
    },
    refusals: [GzipError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})

/** A tar archive with correct header checksums; otherwise they would catch nearly all damage. */
function withChecksums(archive: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(archive)
  for (let at = 0; at + TAR_BLOCK_BYTES <= bytes.length; at += TAR_BLOCK_BYTES) {
    const header = Buffer.from(bytes.buffer, at, TAR_BLOCK_BYTES)
    if (header.toString('latin1', 257, 262) === 'ustar') writeChecksum(header)
  }
  return bytes
}

it('reads or refuses any tar archive', { timeout: FUZZ_TIMEOUT }, async () => {
  const files = [
    entry('folder/', '5', ''),
    entry('folder/short', '0', 'short'),
    entry('folder/long', '0', 'long '.repeat(20)),
  ]
  const pax = entry('PaxHeader', 'x', `${paxRecord('path', 'name')}${paxRecord('size', '5')}`)
  const long = entry('././@LongLink', 'L', `${'d'.repeat(150)}\0`)
  const { accepted, refused } = await fuzz({
    name: 'tar archives',
    samples: [bytesOf(...files), bytesOf(pax, ...files.slice(1)), bytesOf(long, ...files.slice(1))],
    async decode(bytes) {
      const valid = withChecksums(bytes)
      for (const chunk of CHUNKS) {
        for await (const file of readTar(new ByteReader(chunksOf(valid, chunk)))) {
          expect(Number.isSafeInteger(file.size) && file.size >= 0).toBe(true)
          const target = new Uint8Array(Math.min(file.size, LIMIT))
          expect(await file.read(target)).toBeLessThanOrEqual(bytes.length)
        }
      }
    },
    refusals: [TarError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})

it(
  'reads or refuses any file that is chosen for the images',
  { timeout: FUZZ_TIMEOUT },
  async () => {
    const tar = tarOf({ 'test_batch.bin': new Uint8Array(6000) })
    const { refused, cases } = await fuzz({
      name: 'chosen files',
      samples: [tar, zip(tar), zip(new Uint8Array(6000)), text('<!doctype html><p>')],
      async decode(bytes) {
        for (const name of ['cifar-10-binary.tar.gz', 'test_batch.bin']) {
          for await (const file of readDataFiles(name, chunksOf(bytes))) expect.fail(file.name)
        }
      },
      refusals: [DataError],
    })
    // None is a whole batch, which has 31 MB.
    expect(refused).toBe(cases)
  },
)

import { encode } from 'fast-png'
import { expect, it } from 'vitest'
import { fuzz, FUZZ_TIMEOUT } from '../../testing/fuzz.ts'
import { DataError } from '../error.ts'
import { IMAGE_BYTES } from '../records.ts'
import { pngOf } from '../testing/parquet.ts'
import { decodePng } from './png.ts'

/** Where the first chunk, the header, ends. */
const HEADER_END = 33

const plain = pngOf(Uint8Array.from({ length: IMAGE_BYTES }, (_, i) => (i * i) % 251))

/** A second header, of an image of 4 GB. */
function withSecondHeader(): Uint8Array<ArrayBuffer> {
  const header = plain.slice(8, HEADER_END)
  new DataView(header.buffer).setUint32(8, 40_000)
  new DataView(header.buffer).setUint32(12, 40_000)
  return Uint8Array.from([
    ...plain.subarray(0, HEADER_END),
    ...header,
    ...plain.subarray(HEADER_END),
  ])
}

it('decodes or refuses any PNG', { timeout: FUZZ_TIMEOUT }, async () => {
  const data = new Uint8Array(4 * 32 * 32)
  const { accepted, refused } = await fuzz({
    name: 'PNGs',
    samples: [plain, encode({ width: 32, height: 32, channels: 4, depth: 8, data })],
    decode: (bytes) => expect(decodePng(bytes, 'image 0')).toHaveLength(IMAGE_BYTES),
    refusals: [DataError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})

it('refuses a PNG that claims another size, before it is unpacked', () => {
  expect(() => decodePng(withSecondHeader(), 'image 0')).toThrow('is not of 32x32 pixels')
  const long = Uint8Array.from([...plain, ...new Uint8Array(1 << 16)])
  expect(() => decodePng(long, 'image 0')).toThrow('is not of 32x32 pixels')
})

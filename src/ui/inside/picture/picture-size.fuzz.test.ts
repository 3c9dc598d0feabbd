import { encode } from 'fast-png'
import { afterEach, expect, it, vi } from 'vitest'
import { fuzz, FUZZ_TIMEOUT } from '../../../testing/fuzz.ts'
import { pictureSize } from './picture-size.ts'
import { shrinkPicture, UnreadablePicture } from './shrink.ts'

/** Bytes of text, then some in hexadecimal. */
const bytesOf = (words: string, hex = '') =>
  new Uint8Array(Buffer.concat([Buffer.from(words), Buffer.from(hex.replaceAll(' ', ''), 'hex')]))

/** The beginnings of files of 5x3 pixels, by the formats' definitions. */
const PICTURES = {
  png: encode({ width: 5, height: 3, channels: 3, depth: 8, data: new Uint8Array(45) }),
  gif: bytesOf('GIF89a', '0500 0300 80 00 00'),
  bmp: bytesOf('BM', '00000000 00000000 36000000 28000000 05000000 fdffffff'),
  'extended WebP': bytesOf('RIFF....WEBPVP8X', '0a000000 00000000 040000 020000 00'),
  'lossless WebP': bytesOf('RIFF....WEBPVP8L', '09000000 2f 04800000'),
  'lossy WebP': bytesOf('RIFF....WEBPVP8 ', '09000000 000000 9d012a 0500 0300'),
  jpeg: bytesOf('', 'ffd8 ffe0 0004 0102 ff ffc4 0003 09 ffc2 000b 08 0003 0005 01 011100'),
}

afterEach(() => vi.unstubAllGlobals())

it.each(Object.entries(PICTURES))('reads the size of a picture: %s', (_, bytes) => {
  expect(pictureSize(bytes)).toEqual({ width: 5, height: 3 })
})

it('knows no size of other files', () => {
  expect(pictureSize(bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull()
  expect(pictureSize(PICTURES.jpeg.slice(0, 20))).toBeNull()
  expect(pictureSize(new Uint8Array(0))).toBeNull()
})

it('reads the size of any file or none', { timeout: FUZZ_TIMEOUT }, async () => {
  const { accepted, cases } = await fuzz({
    name: 'sizes of pictures',
    samples: Object.values(PICTURES),
    decode(bytes) {
      const size = pictureSize(bytes)
      if (size === null) return
      expect(size.width).toBeGreaterThanOrEqual(0)
      expect(size.height).toBeGreaterThanOrEqual(0)
    },
    refusals: [],
  })
  expect(accepted).toBe(cases)
})

it('refuses a picture that claims too many pixels, before it is unpacked', async () => {
  const unpack = vi.fn<typeof createImageBitmap>()
  vi.stubGlobal('createImageBitmap', unpack)
  const bomb = PICTURES.png.slice()
  new DataView(bomb.buffer).setUint32(16, 100_000)
  new DataView(bomb.buffer).setUint32(20, 100_000)
  const shrinking = shrinkPicture(new Blob([bomb]))
  await expect(shrinking).rejects.toThrow(UnreadablePicture)
  await expect(shrinking).rejects.toThrow('more than 100 million pixels')
  expect(unpack).not.toHaveBeenCalled()
})

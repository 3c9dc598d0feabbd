import { decode } from 'fast-png'
import { DataError } from '../error.ts'
import { IMAGE_BYTES, IMAGE_SIDE } from '../records.ts'
import { ANOTHER_COPY } from './advice.ts'

/** Twenty times an image's pixels: what it unpacks to cannot exhaust memory. */
const MOST_BYTES = 1 << 16

const SIGNATURE = 8
/** A chunk's length and type before its data, and a checksum behind. */
const CHUNK_HEAD = 8
const CHUNK_TAIL = 4

/**
 * The pixels of a PNG of 32x32 pixels in 8-bit RGB: [32, 32, 3]. `where` names it in errors. Decoded by a library, not a
 * canvas: some browsers add noise to canvas reads. Throws DataError.
 */
export function decodePng(png: Uint8Array, where: string): ArrayLike<number> {
  const otherwise = `${where} is not of 32x32 pixels in 8-bit RGB.`
  let image
  try {
    // The decoder would allocate any size first.
    if (!isSmallRgb(png)) throw new DataError(otherwise, ANOTHER_COPY)
    image = decode(png)
  } catch (cause) {
    if (cause instanceof DataError) throw cause
    throw new DataError(`${where} is not a PNG.`, ANOTHER_COPY, { cause })
  }
  const { palette, data } = image
  if (palette === undefined && data.length === IMAGE_BYTES) return data
  throw new DataError(otherwise, ANOTHER_COPY)
}

/** Whether a PNG's only header says so. Throws a RangeError if its chunks end too early. */
function isSmallRgb(png: Uint8Array): boolean {
  if (png.length > MOST_BYTES) return false
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const typeAt = (at: number) => String.fromCharCode(...png.subarray(at + 4, at + CHUNK_HEAD))
  let headers = 0
  for (let at = SIGNATURE, type = ''; type !== 'IEND';) {
    type = typeAt(at)
    const length = view.getUint32(at)
    const data = at + CHUNK_HEAD
    if (type === 'IHDR') {
      headers += 1
      const [width, height] = [view.getUint32(data), view.getUint32(data + 4)]
      const [depth, colours] = [view.getUint8(data + 8), view.getUint8(data + 9)]
      if (width !== IMAGE_SIDE || height !== IMAGE_SIDE || depth !== 8 || colours !== RGB)
        return false
    }
    at = data + length + CHUNK_TAIL
  }
  return headers === 1
}

/** PNG's colour type without palette and transparency. */
const RGB = 2

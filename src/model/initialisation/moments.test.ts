import { describe, expect, it } from 'vitest'
import { IMAGE_BYTES, IMAGE_SIDE } from '../../data/records.ts'
import { randomWords } from '../../random/stream.ts'
import { patchMoments } from './moments.ts'

const noise = (count: number) => ({
  count,
  labels: new Uint8Array(count),
  pixels: Uint8Array.from(randomWords(11, 'pixels', 0, count * IMAGE_BYTES), (word) => word >>> 24),
})

/** The definition: every patch of every image, one product at a time. */
function patchByPatch(pixels: Uint8Array, images: number, kernel: number) {
  const size = kernel * kernel * 3
  const sums = new Float64Array(size)
  const products = new Float64Array(size * size)
  const patch = new Float64Array(size)
  let count = 0
  for (let image = 0; image < images; image++) {
    for (let y = 0; y <= IMAGE_SIDE - kernel; y++) {
      for (let x = 0; x <= IMAGE_SIDE - kernel; x++) {
        count++
        for (let i = 0; i < size; i++) {
          const row = y + Math.floor(i / 3 / kernel)
          const column = x + (Math.floor(i / 3) % kernel)
          patch[i] = pixels[((image * 3 + (i % 3)) * IMAGE_SIDE + row) * IMAGE_SIDE + column]
        }
        for (let i = 0; i < size; i++) {
          sums[i] += patch[i]
          for (let j = 0; j < size; j++) products[i * size + j] += patch[i] * patch[j]
        }
      }
    }
  }
  return { count, sums, products }
}

describe('patchMoments', () => {
  it.each([2, 3] as const)('sums every %ix%i patch exactly', (kernel) => {
    const { pixels, ...records } = noise(5)
    expect(patchMoments({ ...records, pixels }, 3, kernel)).toEqual(patchByPatch(pixels, 3, kernel))
  })

  it('is exact over more than one block of the brightest images', () => {
    const count = 300
    const white = {
      count,
      labels: new Uint8Array(count),
      pixels: new Uint8Array(count * IMAGE_BYTES),
    }
    white.pixels.fill(255)
    const moments = patchMoments(white, count, 2)
    const patches = count * 31 * 31
    expect(moments.count).toBe(patches)
    expect(new Set(moments.sums)).toEqual(new Set([patches * 255]))
    expect(new Set(moments.products)).toEqual(new Set([patches * 255 * 255]))
  })
})

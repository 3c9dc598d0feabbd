import { describe, expect, it } from 'vitest'
import { CIFAR10_NORMALISATION, IMAGE_BYTES, type Records } from '../data/records.ts'
import { randomWords } from '../random/stream.ts'
import { normalisationTables, writeAugmented } from './augment.ts'
import type { Augmentation } from './choices.ts'

const STILL: Augmentation = {
  shiftX: 0,
  shiftY: 0,
  mirrored: false,
  cutoutX: 0,
  cutoutY: 0,
  cutoutSide: 0,
}

const records: Records = {
  count: 2,
  labels: new Uint8Array(2),
  pixels: Uint8Array.from(randomWords(1, 'pixels', 0, 2 * IMAGE_BYTES), (word) => word >>> 24),
}

/** The second record, augmented, in a buffer with room for an image before and after it. */
function augmented(change: Partial<Augmentation>): (x: number, y: number, c: number) => number {
  const out = new Float32Array(3 * IMAGE_BYTES).fill(7)
  const tables = normalisationTables(CIFAR10_NORMALISATION)
  writeAugmented(records, 1, { ...STILL, ...change }, tables, out, IMAGE_BYTES)
  expect(out.subarray(0, IMAGE_BYTES).every((value) => value === 7)).toBe(true)
  expect(out.subarray(2 * IMAGE_BYTES).every((value) => value === 7)).toBe(true)
  return (x, y, c) => out[IMAGE_BYTES + 3 * (32 * y + x) + c]
}

const normalised = (x: number, y: number, c: number) => {
  const { mean, deviation } = CIFAR10_NORMALISATION
  return Math.fround((records.pixels[IMAGE_BYTES + 1024 * c + 32 * y + x] - mean[c]) / deviation[c])
}

describe('writeAugmented', () => {
  it('normalises planes of bytes into pixels', () => {
    const image = augmented({})
    for (const [x, y] of [
      [0, 0],
      [31, 0],
      [0, 31],
      [17, 5],
    ]) {
      for (const c of [0, 1, 2]) expect(image(x, y, c)).toBe(normalised(x, y, c))
    }
  })

  it('shifts into a border reflected without its edge', () => {
    const image = augmented({ shiftX: -4, shiftY: 3 })
    expect(image(10, 10, 1)).toBe(normalised(6, 13, 1))
    expect(image(0, 0, 1)).toBe(normalised(4, 3, 1))
    expect(image(3, 31, 2)).toBe(normalised(1, 28, 2))
  })

  it('mirrors after shifting', () => {
    const image = augmented({ shiftX: 2, mirrored: true })
    expect(image(0, 4, 0)).toBe(normalised(29, 4, 0))
    expect(image(31, 4, 0)).toBe(normalised(2, 4, 0))
  })

  it('blanks a square of the result with the mean colour', () => {
    const image = augmented({ mirrored: true, cutoutX: 24, cutoutY: 3, cutoutSide: 8 })
    for (const [x, y] of [
      [24, 3],
      [31, 10],
    ]) {
      for (const c of [0, 1, 2]) expect(image(x, y, c)).toBe(0)
    }
    expect(image(23, 3, 0)).toBe(normalised(8, 3, 0))
    expect(image(24, 2, 0)).toBe(normalised(7, 2, 0))
    expect(image(31, 11, 0)).toBe(normalised(0, 11, 0))
  })
})

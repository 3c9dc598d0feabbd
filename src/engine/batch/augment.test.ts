import { describe, expect, it } from 'vitest'
import { CIFAR10_NORMALISATION, IMAGE_BYTES, type Records } from '../../data/records.ts'
import { randomWords } from '../../random/stream.ts'
import { allocateBatch, makeBatch, normalisedBytes, writeAugmented } from './augment.ts'
import {
  DRAW_WORDS,
  NO_JITTER,
  NO_PATCH,
  setDraw,
  UNCHANGED,
  type Augmentation,
} from './augmentation-draws.ts'
import { unpackTruth } from './truth.ts'

const records: Records = {
  count: 2,
  labels: Uint8Array.of(3, 8),
  pixels: Uint8Array.from(randomWords(1, 'pixels', 0, 2 * IMAGE_BYTES), (word) => word >>> 24),
}

const VALUES = normalisedBytes(CIFAR10_NORMALISATION)

/** The second record, augmented, in a buffer with room for an image before and after it. */
function augmented(
  change: Partial<Augmentation>,
  jitter = NO_JITTER,
): (x: number, y: number, c: number) => number {
  const out = new Float32Array(3 * IMAGE_BYTES).fill(7)
  const augmentation = { ...UNCHANGED, ...change }
  writeAugmented(records, { record: 1, augmentation, jitter }, VALUES, out, IMAGE_BYTES)
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

it('changes brightness, then contrast, of all but the blanked square', () => {
  const jitter = { brightness: 0.0625, contrast: 0.75 }
  const image = augmented({ cutoutX: 0, cutoutY: 0, cutoutSide: 4 }, jitter)
  expect(image(1, 3, 0)).toBe(0)
  const value = normalised(9, 5, 2)
  expect(image(9, 5, 2)).toBeCloseTo((value + 0.0625) * 0.75, 6)
})

describe('makeBatch', () => {
  const ways = [
    { ...UNCHANGED, shiftX: 1, cutoutX: 2, cutoutY: 2, cutoutSide: 5 },
    { ...UNCHANGED, shiftY: -2, mirrored: true, cutoutX: 9, cutoutY: 10, cutoutSide: 5 },
  ]
  const patch = { partner: 1, x: 6, y: 8, side: 4 }
  const draws = { epoch: 0, words: new Uint32Array(2 * DRAW_WORDS) }
  const jitters = [NO_JITTER, { brightness: -0.125, contrast: 1.25 }]
  const seen = ways.map((augmentation, record) => ({
    record,
    augmentation,
    jitter: jitters[record],
  }))
  setDraw(draws, 0, { ...seen[0], patch })
  setDraw(draws, 1, { ...seen[1], patch: NO_PATCH })
  const alone = seen.map((each) => {
    const image = new Float32Array(IMAGE_BYTES)
    writeAugmented(records, each, VALUES, image, 0)
    return image
  })

  it('pastes a square of another image with that image’s own augmentation', () => {
    const batch = allocateBatch(2)
    makeBatch(records, draws, 0, VALUES, batch)
    const pasted = alone[0].slice()
    for (let y = 8; y < 12; y++) {
      const row = 3 * 32 * y
      pasted.set(alone[1].subarray(row + 3 * 6, row + 3 * 10), row + 3 * 6)
    }
    expect(pasted).not.toEqual(alone[0])
    expect(batch.images.subarray(0, IMAGE_BYTES)).toEqual(pasted)
    expect(batch.images.subarray(IMAGE_BYTES)).toEqual(alone[1])
  })

  it('packs both classes and the size of the patch', () => {
    const batch = allocateBatch(1)
    makeBatch(records, draws, 0, VALUES, batch)
    expect(unpackTruth(batch.truth[0])).toEqual({ label: 3, other: 8, otherPixels: 16 })
    makeBatch(records, draws, 1, VALUES, batch)
    expect(unpackTruth(batch.truth[0])).toEqual({ label: 8, other: 8, otherPixels: 0 })
  })
})

import { describe, expect, it } from 'vitest'
import { CIFAR10_NORMALISATION, IMAGE_BYTES, type Records } from '../../data/records.ts'
import { imagesOf } from '../../data/facts/facts.ts'
import { madeImages } from '../../engine/batch/augment.ts'
import {
  DRAW_WORDS,
  NO_JITTER,
  NO_PATCH,
  setDraw,
  UNCHANGED,
} from '../../engine/batch/augmentation-draws.ts'
import { randomWords } from '../../random/stream.ts'
import { viewedImage } from './viewed-image.ts'
import { viewsOf } from './views.ts'

describe('viewedImage', () => {
  const bytes = Uint8Array.from(randomWords(1, 'pixels', 0, IMAGE_BYTES), (word) => word >>> 24)
  const records: Records = { count: 1, labels: new Uint8Array(1), pixels: bytes }
  const { pixels } = imagesOf(records, [0])

  it.each(viewsOf('mirrorAndShifts'))('shows what an engine gathers: %o', (view) => {
    const draws = { epoch: 0, words: new Uint32Array(DRAW_WORDS) }
    const augmentation = { ...UNCHANGED, ...view }
    setDraw(draws, 0, { record: 0, augmentation, patch: NO_PATCH, jitter: NO_JITTER })
    const made = madeImages(records, draws, 1, CIFAR10_NORMALISATION)
    const { mean, deviation } = CIFAR10_NORMALISATION
    const seen = Uint8ClampedArray.from(made, (value, i) => value * deviation[i % 3] + mean[i % 3])
    expect(viewedImage(pixels, view)).toEqual(seen)
  })
})

import { describe, expect, it } from 'vitest'
import { CIFAR10_NORMALISATION, IMAGE_BYTES, type Records } from '../data/records.ts'
import { imagesOf } from '../data/facts.ts'
import { madeImages } from '../engine/augment.ts'
import { CHOICE_WORDS, NO_PATCH, setChoice, STILL } from '../engine/choices.ts'
import { randomWords } from '../random/stream.ts'
import { viewedImage } from './viewed-image.ts'
import { viewsOf } from './views.ts'

describe('viewedImage', () => {
  const bytes = Uint8Array.from(randomWords(1, 'pixels', 0, IMAGE_BYTES), (word) => word >>> 24)
  const records: Records = { count: 1, labels: new Uint8Array(1), pixels: bytes }
  const { pixels } = imagesOf(records, [0])

  it.each(viewsOf('mirrorAndShifts'))('shows what an engine gathers: %o', (view) => {
    const choices = { epoch: 0, words: new Uint32Array(CHOICE_WORDS) }
    setChoice(choices, 0, { record: 0, augmentation: { ...STILL, ...view }, patch: NO_PATCH })
    const made = madeImages(records, choices, 1, CIFAR10_NORMALISATION)
    const { mean, deviation } = CIFAR10_NORMALISATION
    const seen = Uint8ClampedArray.from(made, (value, i) => value * deviation[i % 3] + mean[i % 3])
    expect(viewedImage(pixels, view)).toEqual(seen)
  })
})

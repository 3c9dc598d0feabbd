import { beforeAll, describe, expect, it } from 'vitest'
import { CIFAR10_NORMALISATION, IMAGE_BYTES, IMAGE_SIDE } from '../../../data/records.ts'
import { randomWords } from '../../../random/stream.ts'
import { normalisedBytes } from '../../augment.ts'
import {
  CHOICE_WORDS,
  NO_PATCH,
  packAugmentation,
  reflect,
  setChoice,
  STILL,
  type Augmentation,
  type Choice,
} from '../../choices.ts'
import { packTruth } from '../../truth.ts'
import type { StorageType } from '../kernel.ts'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode } from '../test-tensors.ts'
import { gatherBatch, gatherView } from './gather.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

const COUNT = 8
const LOW = 5
const pixels = Uint8Array.from(randomWords(3, 'pixels', 0, COUNT * IMAGE_BYTES), (w) => w >>> 24)
const labels = Uint8Array.of(3, 9, 0, 1, 7, 2, 8, 5)
const halves = {
  low: pixels.subarray(0, LOW * IMAGE_BYTES),
  high: pixels.subarray(LOW * IMAGE_BYTES),
}

const VALUES = normalisedBytes(CIFAR10_NORMALISATION)

const choice = (record: number, change: Partial<Augmentation> = {}, patch = NO_PATCH): Choice => ({
  record,
  augmentation: { ...STILL, ...change },
  patch,
})
const CHOICES: readonly Choice[] = [
  choice(7),
  choice(4, { shiftX: 4, shiftY: -3 }),
  choice(5, { shiftX: -4, shiftY: 4, mirrored: true }),
  choice(0, { cutoutX: 24, cutoutY: 0, cutoutSide: 8 }, { partner: 1, x: 0, y: 29, side: 3 }),
  choice(
    2,
    { shiftX: 1, shiftY: -1, mirrored: true, cutoutX: 3, cutoutY: 19, cutoutSide: 5 },
    { partner: 3, x: 22, y: 4, side: 10 },
  ),
]

function wordsOf(choices: readonly Choice[]): Uint32Array {
  const words = new Uint32Array(CHOICE_WORDS * choices.length)
  choices.forEach((each, position) => setChoice({ epoch: 0, words }, position, each))
  return words
}

/** One position's image: its own, and in the patch its partner's. */
function expectedChoice({ record, augmentation, patch }: Choice): Float32Array {
  const image = expectedImage(record, augmentation)
  const partner = CHOICES[patch.partner]
  const other = expectedImage(partner.record, partner.augmentation)
  for (let y = patch.y; y < patch.y + patch.side; y++) {
    const row = 4 * IMAGE_SIDE * y
    const start = row + 4 * patch.x
    image.set(other.subarray(start, start + 4 * patch.side), start)
  }
  return image
}

function expectedTruth({ record, patch: { partner, side } }: Choice): number {
  const label = labels[record]
  const other = side > 0 ? labels[CHOICES[partner].record] : label
  return packTruth({ label, other, otherPixels: side ** 2 })
}

/** One image as [32, 32, 4], step by step: crop, mirror, blank. */
function expectedImage(record: number, a: Augmentation): Float32Array {
  const { mean, deviation } = CIFAR10_NORMALISATION
  const image = new Float32Array(IMAGE_SIDE * IMAGE_SIDE * 4)
  for (let y = 0; y < IMAGE_SIDE; y++) {
    for (let x = 0; x < IMAGE_SIDE; x++) {
      const croppedX = a.mirrored ? IMAGE_SIDE - 1 - x : x
      const fromX = reflect(croppedX + a.shiftX, IMAGE_SIDE)
      const fromY = reflect(y + a.shiftY, IMAGE_SIDE)
      const blank =
        x >= a.cutoutX &&
        x < a.cutoutX + a.cutoutSide &&
        y >= a.cutoutY &&
        y < a.cutoutY + a.cutoutSide
      for (let c = 0; c < 3; c++) {
        const at = record * IMAGE_BYTES + (c * IMAGE_SIDE + fromY) * IMAGE_SIDE + fromX
        const value = Math.fround((pixels[at] - mean[c]) / deviation[c])
        image[(y * IMAGE_SIDE + x) * 4 + c] = blank ? 0 : value
      }
    }
  }
  return image
}

function expectSame(images: ArrayBuffer, expected: Float32Array[], storage: StorageType) {
  const actual = decode(images, storage)
  expected.forEach((image, n) => {
    const stored = asStored(image, storage)
    stored.forEach((value, at) => {
      const difference = Math.abs(actual[n * stored.length + at] - value)
      // A value next to a tie between two halves may round either way.
      expect(difference).toBeLessThanOrEqual(storage === 'f16' ? 2 ** -10 : 0)
    })
  })
}

describe.each(['f32', 'f16'] as const)('gathering in %s', (storage) => {
  const options = { batch: 3, storage }

  it('augments the batch at its place in the choices', async () => {
    const { images, truth } = await runKernel(device, gatherBatch(options), {
      ...halves,
      values: VALUES,
      labels,
      choices: wordsOf(CHOICES),
      position: Uint32Array.of(2, LOW, 0, 0),
    })
    const batch = CHOICES.slice(2)
    expect([...new Uint32Array(truth)]).toEqual(batch.map(expectedTruth))
    expectSame(images, batch.map(expectedChoice), storage)
  })

  it('shows a view of selected records, the last one again where they end', async () => {
    const view = { ...STILL, shiftX: 1, shiftY: 1, mirrored: true }
    const { images } = await runKernel(device, gatherView(options), {
      ...halves,
      values: VALUES,
      selection: Uint32Array.of(0, 7, 2, 5, 1),
      position: Uint32Array.of(1, LOW, 3, packAugmentation(view)),
    })
    const expected = [7, 2, 2].map((record) => expectedImage(record, view))
    expectSame(images, expected, storage)
  })
})

it('crops by four pixels at every border', async () => {
  const batch = CHOICES.slice(0, 4)
  const { images } = await runKernel(device, gatherBatch({ batch: 4, storage: 'f32' }), {
    ...halves,
    values: VALUES,
    labels,
    choices: wordsOf(batch),
    position: Uint32Array.of(0, LOW, 0, 0),
  })
  expectSame(images, batch.map(expectedChoice), 'f32')
})

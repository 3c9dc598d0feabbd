import { beforeAll, describe, expect, it } from 'vitest'
import { CIFAR10_NORMALISATION, IMAGE_BYTES, IMAGE_SIDE } from '../../../data/records.ts'
import { randomWords } from '../../../random/stream.ts'
import { packAugmentation, reflect, type Augmentation } from '../../choices.ts'
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

const PLAIN: Augmentation = {
  shiftX: 0,
  shiftY: 0,
  mirrored: false,
  cutoutX: 0,
  cutoutY: 0,
  cutoutSide: 0,
}
const CHOICES: readonly (readonly [number, Augmentation])[] = [
  [7, PLAIN],
  [4, { ...PLAIN, shiftX: 4, shiftY: -3 }],
  [5, { ...PLAIN, shiftX: -4, shiftY: 4, mirrored: true }],
  [0, { ...PLAIN, cutoutX: 24, cutoutY: 0, cutoutSide: 8 }],
  [2, { shiftX: 1, shiftY: -1, mirrored: true, cutoutX: 3, cutoutY: 19, cutoutSide: 5 }],
]

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
        const value = (pixels[at] - mean[c]) / deviation[c]
        image[(y * IMAGE_SIDE + x) * 4 + c] = blank ? 0 : value
      }
    }
  }
  return image
}

function expectClose(images: ArrayBuffer, expected: Float32Array[], storage: StorageType) {
  const actual = decode(images, storage)
  expected.forEach((image, n) => {
    const stored = asStored(image, storage)
    stored.forEach((value, at) => {
      const difference = Math.abs(actual[n * stored.length + at] - value)
      // A value next to a tie between two halves may round either way.
      expect(difference).toBeLessThanOrEqual(storage === 'f16' ? 2 ** -10 : 1e-6)
    })
  })
}

describe.each(['f32', 'f16'] as const)('gathering in %s', (storage) => {
  const options = { batch: 3, storage, normalisation: CIFAR10_NORMALISATION }

  it('augments the batch at its place in the choices', async () => {
    const words = CHOICES.flatMap(([record, augmentation]) => [
      record,
      packAugmentation(augmentation),
    ])
    const { images, truth } = await runKernel(device, gatherBatch(options), {
      ...halves,
      labels,
      choices: Uint32Array.from(words),
      position: Uint32Array.of(2, LOW, 0, 0),
    })
    const batch = CHOICES.slice(2)
    expect([...new Uint32Array(truth)]).toEqual(batch.map(([record]) => labels[record]))
    const expected = batch.map(([record, augmentation]) => expectedImage(record, augmentation))
    expectClose(images, expected, storage)
  })

  it('shows a view of consecutive records, the last one again where they end', async () => {
    const view = { ...PLAIN, shiftX: 1, shiftY: 1, mirrored: true }
    const { images } = await runKernel(device, gatherView(options), {
      ...halves,
      position: Uint32Array.of(4, LOW, 6, packAugmentation(view)),
    })
    const expected = [4, 5, 5].map((record) => expectedImage(record, view))
    expectClose(images, expected, storage)
  })
})

it('crops by four pixels at every border', async () => {
  const batch = CHOICES.slice(0, 4)
  const words = batch.flatMap(([record, augmentation]) => [record, packAugmentation(augmentation)])
  const kernel = gatherBatch({
    batch: 4,
    storage: 'f32',
    normalisation: CIFAR10_NORMALISATION,
  })
  const { images } = await runKernel(device, kernel, {
    ...halves,
    labels,
    choices: Uint32Array.from(words),
    position: Uint32Array.of(0, LOW, 0, 0),
  })
  const expected = batch.map(([record, augmentation]) => expectedImage(record, augmentation))
  expectClose(images, expected, 'f32')
})

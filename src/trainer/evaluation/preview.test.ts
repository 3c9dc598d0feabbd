import { describe, expect, it } from 'vitest'
import { readSample } from '../../data/node/sample.ts'
import { CIFAR10_NORMALISATION, IMAGE_BYTES } from '../../data/records.ts'
import { madeImages } from '../../engine/batch/augment.ts'
import { drawAt, type AugmentationDraws } from '../../engine/batch/augmentation-draws.ts'
import { presetNamed } from '../../recipe/presets.ts'
import type { AugmentationRecipe } from '../../recipe/schema/augmentation.ts'
import { drawEpoch } from '../schedule/draw.ts'
import { previewImages } from './preview.ts'

const { train: sample } = await readSample()
const train = { ...sample, count: 60 }
const plain: AugmentationRecipe = {
  ...presetNamed('tiny').recipe.augmentation,
  cropPadding: 0,
  flip: 'off',
}

const engine = {
  preview: async (draws: AugmentationDraws, count: number) =>
    madeImages(train, draws, count, CIFAR10_NORMALISATION),
}

const preview = (augmentation: AugmentationRecipe, records: readonly number[], epoch: number) =>
  previewImages(
    { engine, recipe: { augmentation }, seed: 4, train, normalisation: CIFAR10_NORMALISATION },
    records,
    epoch,
  )

/** A record's bytes, pixel by pixel. */
const bytesOf = (record: number) =>
  Uint8ClampedArray.from(
    { length: IMAGE_BYTES },
    (_, i) => train.pixels[record * IMAGE_BYTES + 1024 * (i % 3) + Math.floor(i / 3)],
  )

describe('previewImages', () => {
  it('returns unchanged images if nothing is augmented', async () => {
    const images = await preview(plain, [17, 3], 0)
    expect(images).toEqual(
      [17, 3].map((record) => ({
        record,
        pixels: bytesOf(record),
        label: train.labels[record],
        patch: null,
      })),
    )
  })

  it('follows an image over the epochs', async () => {
    const moving: AugmentationRecipe = { ...plain, flip: 'alternating' }
    const [[first], [second], [third]] = await Promise.all(
      [0, 1, 2].map((epoch) => preview(moving, [5], epoch)),
    )
    expect(second.pixels).not.toEqual(first.pixels)
    expect(third).toEqual(first)
  })

  it('shows the patch that the run will paste, and whose it is', async () => {
    const mixing: AugmentationRecipe = { ...plain, cutMix: { side: 8, fromEpoch: 1 } }
    const drawn = drawEpoch(mixing, 4, 1, train.count)
    const positions = Array.from({ length: train.count }, (_, i) => drawAt(drawn, i))
    const own = positions.find(({ record }) => record === 9)
    if (own === undefined) throw new Error('Every record has a position in an epoch.')
    const partner = positions[own.patch.partner].record
    const [image] = await preview(mixing, [9], 1)
    expect(image.patch).toEqual({ label: train.labels[partner], share: 64 / 1024 })
    const { x, y } = own.patch
    const at = 3 * (32 * (y + 3) + x + 3)
    expect(image.pixels.slice(at, at + 3)).toEqual(bytesOf(partner).slice(at, at + 3))
    expect((await preview(mixing, [9], 0))[0].patch).toBeNull()
  })

  it('rejects a missing image', async () => {
    await expect(preview(plain, [60], 0)).rejects.toThrow('no training image 60; there are 60')
  })
})

import { describe, expect, it } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import { normImages } from './norm-images.ts'

describe('normImages', () => {
  it.each([
    { recipe: 'page-79', microBatches: 1, images: null },
    { recipe: 'page-79', microBatches: 4, images: 128 },
    // Its ghost groups of 32 are whole in every pass.
    { recipe: 'page-10', microBatches: 4, images: null },
    { recipe: 'airbench94', microBatches: 2, images: 512 },
  ])('$recipe in $microBatches micro-batches: $images', ({ recipe, microBatches, images }) => {
    expect(normImages(presetNamed(recipe).recipe, microBatches)).toBe(images)
  })
})

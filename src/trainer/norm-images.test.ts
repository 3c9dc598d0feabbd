import { describe, expect, it } from 'vitest'
import { presetNamed } from '../recipe/presets.ts'
import { normImages } from './norm-images.ts'

describe('normImages', () => {
  it.each([
    { recipe: 'page-79', passes: 1, images: null },
    { recipe: 'page-79', passes: 4, images: 128 },
    // Its ghost groups of 32 are whole in every pass.
    { recipe: 'page-10', passes: 4, images: null },
    { recipe: 'airbench94', passes: 2, images: 512 },
  ])('$recipe in $passes passes: $images', ({ recipe, passes, images }) => {
    expect(normImages(presetNamed(recipe).recipe, passes)).toBe(images)
  })
})

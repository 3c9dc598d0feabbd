import { describe, expect, it } from 'vitest'
import { CHOICE_WORDS, unpackAugmentation } from '../engine/choices.ts'
import type { AugmentationRecipe } from '../recipe/recipe.ts'
import { drawEpoch } from './draw.ts'

const full: AugmentationRecipe = { cropPadding: 4, flip: 'random', cutout: 8 }

/** Augmentations of an epoch by record, and the order of the records. */
function decode(augmentation: AugmentationRecipe, epoch: number, images = 4000) {
  const { words } = drawEpoch(augmentation, 5, epoch, images)
  const order = Array.from({ length: images }, (_, i) => words[CHOICE_WORDS * i])
  const byRecord = Array.from({ length: images }, () => unpackAugmentation(0))
  order.forEach((record, i) => {
    byRecord[record] = unpackAugmentation(words[CHOICE_WORDS * i + 1])
  })
  return { order, byRecord }
}

describe('drawEpoch', () => {
  it('shows every record once, in another order each epoch', () => {
    const first = decode(full, 0).order
    expect(new Set(first).size).toBe(4000)
    expect(decode(full, 1).order).not.toEqual(first)
    expect(decode(full, 0).order).toEqual(first)
  })

  it('spreads shifts, mirrors and cutouts evenly over all they may be', () => {
    const { byRecord } = decode(full, 0)
    expect(new Set(byRecord.map((a) => a.shiftX * 100 + a.shiftY)).size).toBe(81)
    expect(Math.min(...byRecord.map((a) => a.shiftX))).toBe(-4)
    expect(Math.max(...byRecord.map((a) => a.cutoutX))).toBe(24)
    expect(new Set(byRecord.map((a) => a.cutoutX * 100 + a.cutoutY)).size).toBeGreaterThan(600)
    const mirrored = byRecord.filter((a) => a.mirrored).length
    expect(Math.abs(mirrored - 2000)).toBeLessThan(150)
  })

  it('mirrors each image in turn when alternating', () => {
    const alternating: AugmentationRecipe = { ...full, flip: 'alternating' }
    const mirrors = [0, 1, 2].map((epoch) =>
      decode(alternating, epoch).byRecord.map((a) => a.mirrored),
    )
    expect(mirrors[1]).toEqual(mirrors[0].map((mirrored) => !mirrored))
    expect(mirrors[2]).toEqual(mirrors[0])
  })

  it('leaves images as they are when everything is off', () => {
    const { byRecord } = decode({ cropPadding: 0, flip: 'off', cutout: 0 }, 0)
    const still = { shiftX: 0, shiftY: 0, mirrored: false, cutoutX: 0, cutoutY: 0, cutoutSide: 0 }
    for (const augmentation of byRecord) expect(augmentation).toEqual(still)
  })
})

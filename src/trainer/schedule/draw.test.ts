import { describe, expect, it } from 'vitest'
import { drawAt, UNCHANGED } from '../../engine/batch/augmentation-draws.ts'
import { presetNamed } from '../../recipe/presets.ts'
import type { AugmentationRecipe } from '../../recipe/schema/augmentation.ts'
import { drawEpoch } from './draw.ts'

const full: AugmentationRecipe = { ...presetNamed('page-79').recipe.augmentation, cutout: 8 }

/** Augmentations of an epoch by record, and the order of the records. */
function decode(augmentation: AugmentationRecipe, epoch: number, images = 4000) {
  const draws = drawEpoch(augmentation, 5, epoch, images)
  const drawn = Array.from({ length: images }, (_, i) => drawAt(draws, i))
  const byRecord = Array.from({ length: images }, () => UNCHANGED)
  for (const { record, augmentation: found } of drawn) byRecord[record] = found
  return { drawn, order: drawn.map(({ record }) => record), byRecord }
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
    const { byRecord } = decode({ ...full, cropPadding: 0, flip: 'off', cutout: 0 }, 0)
    for (const augmentation of byRecord) expect(augmentation).toEqual(UNCHANGED)
  })

  it('keeps the first epoch’s order if images are shuffled once', () => {
    const once: AugmentationRecipe = { ...full, order: 'once' }
    expect(decode(once, 3).order).toEqual(decode(full, 0).order)
    expect(decode(once, 3).byRecord).toEqual(decode(full, 3).byRecord)
  })

  describe('in groups', () => {
    const grouped: AugmentationRecipe = { ...full, draws: 'grouped' }
    const { byRecord } = decode(grouped, 0)

    /** How many images there are of each kind. */
    const sizes = (kinds: readonly number[]) => {
      const counts = new Map<number, number>()
      for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
      return [...counts.values()]
    }

    it('mirrors exactly half of the images, others in another epoch', () => {
      const mirrors = [0, 1].map((epoch) =>
        decode(grouped, epoch).byRecord.map(({ mirrored }) => mirrored),
      )
      for (const each of mirrors) expect(each.filter(Boolean)).toHaveLength(2000)
      expect(mirrors[1]).not.toEqual(mirrors[0])
    })

    it('gives each crop to as many images, and 200 cutouts of all there are', () => {
      const crops = sizes(byRecord.map(({ shiftX, shiftY }) => 100 * shiftX + shiftY))
      expect(crops).toHaveLength(81)
      expect(new Set(crops)).toEqual(new Set([49, 50]))
      const cutouts = sizes(byRecord.map(({ cutoutX, cutoutY }) => 100 * cutoutX + cutoutY))
      expect(cutouts).toHaveLength(200)
      expect(new Set(cutouts)).toEqual(new Set([20]))
      expect(Math.max(...byRecord.map(({ cutoutX }) => cutoutX))).toBeLessThanOrEqual(24)
    })

    it('alternates from an exact half', () => {
      const [first, second] = [0, 1].map((epoch) =>
        decode({ ...grouped, flip: 'alternating' }, epoch).byRecord.map(({ mirrored }) => mirrored),
      )
      expect(first.filter(Boolean)).toHaveLength(2000)
      expect(second).toEqual(first.map((mirrored) => !mirrored))
    })
  })

  describe('CutMix', () => {
    const cutMix: AugmentationRecipe = { ...full, cutMix: { side: 3, fromEpoch: 2 } }

    it('begins with its epoch and changes nothing else', () => {
      expect(decode(cutMix, 1)).toEqual(decode(full, 1))
      expect(decode(cutMix, 2).byRecord).toEqual(decode(full, 2).byRecord)
    })

    it('gives every image a place and a partner, and every image to one as a partner', () => {
      const patches = decode(cutMix, 2).drawn.map(({ patch }) => patch)
      expect(patches.every(({ side }) => side === 3)).toBe(true)
      expect(new Set(patches.map(({ partner }) => partner)).size).toBe(4000)
      expect(Math.max(...patches.map(({ x }) => x))).toBe(29)
      expect(new Set(patches.map(({ x, y }) => 100 * x + y)).size).toBeGreaterThan(880)
    })

    it('rejects more images than the partner index can address', () => {
      const draw = () => drawEpoch(cutMix, 1, 2, 2 ** 17 + 1)
      expect(draw).toThrow(/at most 131072 images/)
    })
  })
})

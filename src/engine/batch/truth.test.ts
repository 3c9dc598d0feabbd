import { describe, expect, it } from 'vitest'
import { packTruth, targetOf, unpackTruth } from './truth.ts'

const MIXED = { label: 2, other: 9, otherPixels: 9 }

describe('a truth', () => {
  it('survives packing and unpacking', () => {
    expect(unpackTruth(packTruth(MIXED))).toEqual(MIXED)
  })

  it('gives the patch its share of the pixels, smoothed like the rest', () => {
    const target = targetOf(MIXED, 10, 0.2)
    expect(target[2]).toBeCloseTo(0.8 * (1 - 9 / 1024) + 0.02, 6)
    expect(target[9]).toBeCloseTo(0.8 * (9 / 1024) + 0.02, 6)
    expect(target[0]).toBeCloseTo(0.02, 6)
    expect(target.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6)
  })

  it('assigns all pixels to one class if the patch has the same class', () => {
    expect(targetOf({ label: 4, other: 4, otherPixels: 9 }, 10, 0)[4]).toBe(1)
  })
})

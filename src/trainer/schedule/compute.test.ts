import { describe, expect, it } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import type { Peak } from '../../engine/inspection/profile.ts'
import { perfectSeconds, reachedShare, runFlops } from './compute.ts'

describe('runFlops', () => {
  // Independently counted totals for the full data set, in PFLOP, to the digits published with the recipes.
  it.each([
    ['page-79', 2.72],
    ['page-13-tta', 1.487],
    ['page-10', 1.148],
    ['hlb', 0.588],
    ['airbench94', 0.36],
    ['airbench94-muon', 0.298],
    ['airbench95', 1.39],
    ['hiverge', 0.273],
  ])('comes to the known total of %s', (name, petaflops) => {
    const total = runFlops(presetNamed(name).recipe, 50_000, 10_000) / 1e15
    expect(Math.abs(total / petaflops - 1)).toBeLessThan(0.03)
  })
})

// Of fulcrumresearch's investigations/24px-curriculum.md, and of what E1 computes all at 32 pixels.
it.each([
  ['e1-32', 0.324],
  ['e1', 0.248],
])('%s takes %f PFLOP within 2%%', (name, petaflops) => {
  const total = runFlops(presetNamed(name).recipe, 50_000, 10_000) / 1e15
  expect(Math.abs(total / petaflops - 1)).toBeLessThan(0.02)
})

describe('perfectSeconds', () => {
  const peak: Peak = { flopsPerSecond: { f32: 1e13, f16: 1e14 }, bytesPerSecond: 1e12 }

  it('is the run’s operations over the peak of its precision', () => {
    const flops = runFlops(presetNamed('page-10').recipe, 50_000, 10_000)
    expect(perfectSeconds(flops, peak, 'f32')).toBeCloseTo(114.4, 1)
    expect(perfectSeconds(flops, peak, 'f16')).toBeCloseTo(11.44, 2)
  })

  it('is the training time of a run that reaches the whole peak', () => {
    const { recipe } = presetNamed('page-10')
    const perfect = perfectSeconds(runFlops(recipe, 50_000, 0), peak, 'f32')
    const imagesPerSecond = (970 * 512) / perfect
    expect(reachedShare(recipe, imagesPerSecond, peak, 'f32')).toBeCloseTo(1, 12)
    expect(reachedShare(recipe, imagesPerSecond / 2, peak, 'f16')).toBeCloseTo(0.05, 12)
  })
})

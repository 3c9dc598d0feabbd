import { describe, expect, it } from 'vitest'
import { presetNamed } from '../recipe/presets.ts'
import { runFlops } from './compute.ts'

describe('runFlops', () => {
  // Independently counted totals for the full data set, in PFLOP, to the digits published with the recipes.
  it.each([
    ['page-79', 2.72],
    ['page-10', 1.148],
    ['airbench94', 0.36],
  ])('comes to the known total of %s', (name, petaflops) => {
    const total = runFlops(presetNamed(name).recipe, 50_000, 10_000) / 1e15
    expect(Math.abs(total / petaflops - 1)).toBeLessThan(0.03)
  })
})

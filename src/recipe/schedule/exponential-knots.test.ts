import { describe, expect, it } from 'vitest'
import { checkRecipe } from '../choice/adjust.ts'
import { exponentialKnots } from './exponential-knots.ts'
import { presetNamed } from '../presets.ts'
import { interpolateKnots } from './schedule.ts'

describe('exponentialKnots', () => {
  it.each([
    [1e-3, 10],
    [2, 0.01],
  ])('go exponentially from %d to %d, within 0.12%%', (first, last) => {
    const knots = exponentialKnots(first, last)
    for (let i = 0; i <= 1000; i++) {
      const exact = first * (last / first) ** (i / 1000)
      expect(Math.abs(interpolateKnots(knots, i / 1000) / exact - 1)).toBeLessThan(1.2e-3)
    }
  })

  it('are a valid schedule', () => {
    const { recipe } = presetNamed('airbench94')
    const swept = { ...recipe, schedule: { ...recipe.schedule, knots: exponentialKnots(0.01, 40) } }
    expect(checkRecipe(swept, 'sweep')).toEqual(swept)
  })

  it('reject a start at zero', () => {
    expect(() => exponentialKnots(0, 1)).toThrow('above 0')
  })
})

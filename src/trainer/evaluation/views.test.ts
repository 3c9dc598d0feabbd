import { describe, expect, it } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import type { ViewsRecipe } from '../../recipe/schema/views.ts'
import { viewedShare, viewPasses, viewsOf } from './views.ts'

const weightsOf = (views: ViewsRecipe) => viewsOf(views).map(({ weight }) => weight)

describe('viewsOf', () => {
  it.each(['none', 'mirror', 'mirrorAndShifts', 'selective', 'selectiveEqual'] as const)(
    'weighs the views of %s to 1 in all, the plain one first',
    (views) => {
      expect(weightsOf(views).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
      expect(viewsOf(views)[0]).toMatchObject({ mirrored: false, shiftX: 0, shiftY: 0 })
    },
  )

  it('gives the unshifted pair half of the weight, or all six views of Hiverge the same', () => {
    const half = [1 / 4, 1 / 4, 1 / 8, 1 / 8, 1 / 8, 1 / 8]
    expect(weightsOf('mirrorAndShifts')).toEqual(half)
    expect(weightsOf('selective')).toEqual(half)
    const hiverge = presetNamed('hiverge').recipe.views
    expect(weightsOf(hiverge)).toEqual(half.map(() => 1 / 6))
    const unweighted = (views: ViewsRecipe) =>
      viewsOf(views).map((view) => ({ ...view, weight: 0 }))
    expect(unweighted(hiverge)).toEqual(unweighted('mirrorAndShifts'))
  })
})

it('evaluates further views for a quarter of the images if views are selective', () => {
  expect(viewedShare('mirrorAndShifts')).toBe(1)
  expect(viewPasses('mirrorAndShifts')).toBe(6)
  for (const views of ['selective', 'selectiveEqual'] as const) {
    expect(viewedShare(views)).toBe(1 / 4)
    expect(viewPasses(views)).toBe(2.25)
  }
})

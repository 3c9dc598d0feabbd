import type { Recipe } from '../recipe.ts'
import type { Toggle } from './toggle.ts'

type Knots = Recipe['schedule']['knots']

const withKnots = (recipe: Recipe, knots: Knots): Recipe => ({
  ...recipe,
  schedule: { ...recipe.schedule, knots },
})

/** Which knot is highest; the first of several. */
const peakOf = (knots: Knots): number =>
  knots.reduce((best, [, value], i) => (value > knots[best][1] ? i : best), 0)

/** The share of the run over which Page's later recipes warm up. */
const USUAL_WARM_UP = 0.2

export const SCHEDULE_TOGGLES = {
  warmUp: {
    title: 'Warm-up',
    group: 'schedule',
    changes: ['schedule.knots'],
    isOn: ({ schedule }) => peakOf(schedule.knots) > 0,
    on(recipe, preset) {
      const { knots } = recipe.schedule
      const own = preset.schedule.knots
      const peak = peakOf(knots)
      const ownPeak = peakOf(own)
      const start: Knots = ownPeak > 0 ? own.slice(0, ownPeak) : [[0, 0]]
      const at = ownPeak > 0 ? own[ownPeak][0] : USUAL_WARM_UP * knots[knots.length - 1][0]
      return withKnots(recipe, [...start, [at, knots[peak][1]], ...knots.slice(peak + 1)])
    },
    off(recipe) {
      const { knots } = recipe.schedule
      const peak = peakOf(knots)
      return withKnots(recipe, [[0, knots[peak][1]], ...knots.slice(peak + 1)])
    },
  },
} as const satisfies Record<string, Toggle>

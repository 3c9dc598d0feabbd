import { peakOf, rests, withKnots, withoutRest, withRest } from '../schedule/knots.ts'
import type { Recipe } from '../recipe.ts'
import type { ScheduleRecipe } from '../schema/schedule.ts'
import { switching } from './switching.ts'
import type { Toggle } from './toggle.ts'

type Knots = ScheduleRecipe['knots']

/** The share of the run over which David Page's later recipes warm up. */
const USUAL_WARM_UP = 0.2

/**
 * Where the first schedule of the series bends for the last time, as shares of run and peak: epoch 30 of 35, 0.005 of
 * 0.1.
 */
const TAIL = { at: 30 / 35, value: 0.05 }

/** A bend between the peak and the end. */
const hasTail = ({ schedule: { knots } }: Recipe): boolean => peakOf(knots) < knots.length - 2

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
  tail: {
    title: 'Long tail at a low rate',
    group: 'schedule',
    changes: ['schedule.knots'],
    isOn: hasTail,
    on(recipe, preset) {
      const { knots } = recipe.schedule
      const [end] = knots[knots.length - 1]
      const bend = hasTail(preset)
        ? preset.schedule.knots[preset.schedule.knots.length - 2]
        : ([TAIL.at * end, TAIL.value * knots[peakOf(knots)][1]] as const)
      return withKnots(recipe, [...knots.slice(0, -1), bend, ...knots.slice(-1)])
    },
    off(recipe) {
      const { knots } = recipe.schedule
      return withKnots(recipe, [...knots.slice(0, peakOf(knots) + 1), ...knots.slice(-1)])
    },
  },
  rest: {
    title: 'Final rate above zero',
    group: 'schedule',
    changes: ['schedule.knots'],
    isOn: rests,
    on(recipe, preset) {
      const own = preset.schedule.knots
      return rests(preset)
        ? withKnots(recipe, [...recipe.schedule.knots.slice(0, -1), own[own.length - 1]])
        : withRest(recipe)
    },
    off: (recipe, preset) => {
      const own = preset.schedule.knots
      return rests(preset)
        ? withoutRest(recipe)
        : withKnots(recipe, [...recipe.schedule.knots.slice(0, -1), own[own.length - 1]])
    },
  },
  rateByBatch: {
    title: 'Scale rate with batch size',
    group: 'schedule',
    changes: ['schedule.scaling'],
    settings: [{ path: 'batchSize', title: 'Batch size', values: [128, 256, 512, 768, 1024] }],
    ...switching<ScheduleRecipe['scaling']>({
      get: ({ schedule }) => schedule.scaling,
      set: (recipe, scaling) => ({ ...recipe, schedule: { ...recipe.schedule, scaling } }),
      off: 'mean',
      usual: 'sum',
    }),
  },
} as const satisfies Record<string, Toggle>

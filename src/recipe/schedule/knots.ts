import { withStretchedSchedule } from '../choice/adjust.ts'
import type { Recipe } from '../recipe.ts'
import type { ScheduleRecipe } from '../schema/schedule.ts'

type Knots = ScheduleRecipe['knots']
type Knot = Knots[number]

/** The final rate of David Page's last recipes, as a share of the peak, and for how many epochs. */
const FLOOR = 0.1
const REST_EPOCHS = 2

/** Removes rounding errors such as 20 * (23 / 20) = 22.999999999999996. */
const rounded = (value: number): number => Number(value.toPrecision(12))

export const withKnots = (recipe: Recipe, knots: Knots): Recipe => ({
  ...recipe,
  schedule: { ...recipe.schedule, knots },
})

/** Which knot is highest; the first of several. */
export const peakOf = (knots: Knots): number =>
  knots.reduce((best, [, value], i) => (value > knots[best][1] ? i : best), 0)

const lastOf = (knots: Knots): Knot => knots[knots.length - 1]

/** Where the run ends, in the schedule's unit. */
function endOf({ schedule, length }: Recipe): number {
  if (schedule.unit === 'run') return 1
  return length.unit === 'epochs' ? length.count : lastOf(schedule.knots)[0]
}

/** Whether the rate ends above 0. */
export const rests = ({ schedule }: Recipe): boolean => lastOf(schedule.knots)[1] > 0

/** The rate falls to a tenth of its peak and stays there for two epochs, instead of falling to 0. */
export function withRest(recipe: Recipe): Recipe {
  const { knots, unit } = recipe.schedule
  if (rests(recipe)) return recipe
  const epochs = recipe.length.unit === 'epochs' ? recipe.length.count : 1
  const rest = unit === 'epoch' ? REST_EPOCHS : Math.min(0.5, REST_EPOCHS / epochs)
  const at = Math.max(endOf(recipe) - rest, knots[knots.length - 2][0] + rest / 2)
  const floor = FLOOR * knots[peakOf(knots)][1]
  return withKnots(recipe, [...knots.slice(0, -1), [rounded(at), rounded(floor)]])
}

/** The rate falls to 0 at the end. */
export const withoutRest = (recipe: Recipe): Recipe =>
  rests(recipe)
    ? withKnots(recipe, [...recipe.schedule.knots.slice(0, -1), [endOf(recipe), 0]])
    : recipe

/** `factor` times as many epochs, with the schedule stretched; a constant rate at the end keeps its length. */
export function retimed(recipe: Recipe, factor: number): Recipe {
  const { length, schedule } = recipe
  if (length.unit === 'steps') {
    return { ...recipe, length: { unit: 'steps', count: Math.round(length.count * factor) } }
  }
  const stretched = withStretchedSchedule(recipe, rounded(length.count * factor))
  if (schedule.unit === 'run') return stretched
  const rest = length.count - lastOf(schedule.knots)[0]
  const knots = stretched.schedule.knots.map(([at, value], i, all): Knot => [
    i === all.length - 1 ? rounded(stretched.length.count - rest) : rounded(at),
    value,
  ])
  return withKnots(stretched, knots)
}

/** As `retimed`, but with as many epochs of warm-up as before. */
export function retimedAfterWarmUp(recipe: Recipe, factor: number): Recipe {
  const stretched = retimed(recipe, factor)
  const peak = peakOf(recipe.schedule.knots)
  const knots = stretched.schedule.knots.map((knot, i): Knot =>
    i <= peak ? recipe.schedule.knots[i] : knot,
  )
  return withKnots(stretched, knots)
}

/** Every rate of the schedule multiplied. */
export const withRateTimes = (recipe: Recipe, factor: number): Recipe =>
  withKnots(
    recipe,
    recipe.schedule.knots.map(([at, value]) => [at, rounded(value * factor)] as const),
  )

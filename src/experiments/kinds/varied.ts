import { resolveRecipe, type RecipeChoice, withFields } from '../../recipe/choice.ts'
import { peakOf, withRateTimes } from '../../recipe/schedule/knots.ts'
import type { Recipe } from '../../recipe/recipe.ts'

/** Significant digits of computed recipe values. */
export const tidy = (value: number): number => Number(value.toPrecision(5))

/** The highest scheduled value, as for a mean loss, at the batch size that the recipe has. */
export function peakRate({ schedule, batchSize }: Recipe): number {
  const growth = schedule.scaling === 'sum' ? batchSize / schedule.batchSize : 1
  return growth * schedule.knots[peakOf(schedule.knots)][1]
}

/** Every rate of the schedule multiplied. */
export function withRate(choice: RecipeChoice, factor: number): RecipeChoice {
  if (factor === 1) return choice
  const { knots } = withRateTimes(resolveRecipe(choice), factor).schedule
  return withFields(choice, {
    'schedule.knots': knots.map(([at, value]) => [at, tidy(value)]),
  })
}

/** Another batch size over as many images, with the same rate per image. */
export function withBatch(choice: RecipeChoice, batchSize: number): RecipeChoice {
  const recipe = resolveRecipe(choice)
  if (recipe.batchSize === batchSize) return choice
  const growth = batchSize / recipe.batchSize
  const { length, schedule } = recipe
  const resized = withFields(choice, {
    batchSize,
    ...(length.unit === 'steps' && {
      'length.count': Math.max(1, Math.round(length.count / growth)),
    }),
  })
  return schedule.scaling === 'sum' ? resized : withRate(resized, growth)
}

/** The rate stays at its peak once reached. */
export function withRateHeld(choice: RecipeChoice): RecipeChoice {
  const { schedule, length } = resolveRecipe(choice)
  const { knots, unit } = schedule
  const peak = peakOf(knots)
  const end =
    unit === 'run' ? 1 : length.unit === 'epochs' ? length.count : knots[knots.length - 1][0]
  const held = knots.slice(0, peak + 1).map(([at, value]) => [at, value])
  const [at, value] = knots[peak]
  return withFields(choice, {
    'schedule.knots': at < end ? [...held, [end, value]] : held,
  })
}

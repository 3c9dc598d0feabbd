import * as v from 'valibot'
import { withValueAt } from './paths.ts'
import type { Recipe } from './recipe.ts'
import { RecipeSchema } from './schema.ts'

/** The recipe run for another number of epochs: its schedule, and the epoch that CutMix begins at, stretched along. */
export function withEpochs(recipe: Recipe, epochs: number): Recipe {
  if (recipe.length.unit === 'steps')
    return { ...recipe, length: { unit: 'epochs', count: epochs } }
  const ratio = epochs / recipe.length.count
  const { augmentation } = recipe
  const { cutMix } = augmentation
  const stretched = withStretchedSchedule(recipe, epochs)
  if (cutMix === null) return stretched
  const fromEpoch = Math.round(cutMix.fromEpoch * ratio)
  return { ...stretched, augmentation: { ...augmentation, cutMix: { ...cutMix, fromEpoch } } }
}

/** As `withEpochs`, but with nothing changed besides length and schedule. For recipes whose length counts epochs. */
export function withStretchedSchedule(recipe: Recipe, epochs: number): Recipe {
  const { schedule, length } = recipe
  const stretched = { ...recipe, length: { unit: 'epochs', count: epochs } } as const
  if (schedule.unit === 'run') return stretched
  const ratio = epochs / length.count
  const knots = schedule.knots.map(([epoch, value]) => [epoch * ratio, value] as const)
  return { ...stretched, schedule: { ...schedule, knots } }
}

/**
 * The recipe with one field set by its path, such as `optimiser.momentum`. Throws a RangeError that names the path
 * where there is no such field, or what the value must be where it does not fit.
 */
export const withField = (recipe: Recipe, path: string, value: unknown): Recipe =>
  checkRecipe(withValueAt(recipe, path, value), path)

/** The value as a recipe. Throws a RangeError that starts with `subject` and says what is wrong. */
export function checkRecipe(value: unknown, subject: string): Recipe {
  const result = v.safeParse(RecipeSchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const where = v.getDotPath(issue)
  throw new RangeError(`${subject}: ${issue.message}${where === null ? '' : ` (at ${where})`}`)
}

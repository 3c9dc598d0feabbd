import * as v from 'valibot'
import { withValueAt } from '../paths.ts'
import type { Recipe } from '../recipe.ts'
import { RecipeSchema } from '../schema.ts'

/** The recipe with another number of epochs; its schedule and the epochs at which augmentation changes are stretched. */
export function withEpochs(recipe: Recipe, epochs: number): Recipe {
  if (recipe.length.unit === 'steps')
    return { ...recipe, length: { unit: 'epochs', count: epochs } }
  const ratio = epochs / recipe.length.count
  const { augmentation } = recipe
  const { cutMix, sides } = augmentation
  return {
    ...withStretchedSchedule(recipe, epochs),
    augmentation: {
      ...augmentation,
      cutMix: cutMix && { ...cutMix, fromEpoch: Math.round(cutMix.fromEpoch * ratio) },
      sides: sides.map(({ fromEpoch, side }) => ({ fromEpoch: fromEpoch * ratio, side })),
    },
  }
}

/** As `withEpochs`, but changes only length and schedule. For recipes with a length in epochs. */
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
 * if there is no such field, or says which values are valid.
 */
export const withField = (recipe: Recipe, path: string, value: unknown): Recipe =>
  checkRecipe(withValueAt(recipe, path, value), path)

/** The value as a recipe. Throws a RangeError that names the field, or `subject` if it concerns several. */
export function checkRecipe(value: unknown, subject: string): Recipe {
  const result = v.safeParse(RecipeSchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const { expected, received, message } = issue
  // valibot's own messages are for programmers.
  const reason =
    expected === null || !message.startsWith('Invalid')
      ? message
      : `It must be ${expected}, not ${received}.`
  throw new RangeError(`${v.getDotPath(issue) ?? subject}: ${reason}`)
}

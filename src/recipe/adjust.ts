import * as v from 'valibot'
import type { Recipe } from './recipe.ts'
import { RecipeSchema } from './schema.ts'

/** The recipe run for another number of epochs, its schedule stretched along. */
export function withEpochs(recipe: Recipe, epochs: number): Recipe {
  const { schedule, length } = recipe
  const stretched = { ...recipe, length: { unit: 'epochs', count: epochs } } as const
  if (schedule.unit === 'run' || length.unit === 'steps') return stretched
  const ratio = epochs / length.count
  const knots = schedule.knots.map(([epoch, value]) => [epoch * ratio, value] as const)
  return { ...stretched, schedule: { ...schedule, knots } }
}

/**
 * The recipe with one field set by its path, such as `optimiser.momentum`. Throws a RangeError that names the path
 * where there is no such field, or what the value must be where it does not fit.
 */
export function withField(recipe: Recipe, path: string, value: unknown): Recipe {
  const changed: unknown = setIn(recipe, path.split('.'), value, path)
  return checkRecipe(changed, path)
}

/** The value as a recipe. Throws a RangeError that starts with `subject` and says what is wrong. */
export function checkRecipe(value: unknown, subject: string): Recipe {
  const result = v.safeParse(RecipeSchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const where = v.getDotPath(issue)
  throw new RangeError(`${subject}: ${issue.message}${where === null ? '' : ` (at ${where})`}`)
}

function setIn(target: unknown, keys: readonly string[], value: unknown, path: string): unknown {
  const [key, ...rest] = keys
  if (typeof target !== 'object' || target === null || !Object.hasOwn(target, key)) {
    throw new RangeError(`A recipe has no field "${path}".`)
  }
  const entries = Object.entries(target).map(([name, old]): [string, unknown] => [
    name,
    name !== key ? old : rest.length === 0 ? value : setIn(old, rest, value, path),
  ])
  return Object.fromEntries(entries)
}

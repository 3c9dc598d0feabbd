import { checkRecipe, withEpochs, withField } from '../../recipe/choice/adjust.ts'
import { presetChoice, type RecipeChoice, resolveRecipe, withFields } from '../../recipe/choice.ts'
import { differences } from '../../recipe/choice/differences.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { ToggleName } from '../../recipe/toggles.ts'

/** A preset and changes to it, named like the options of `train`. */
export interface RecipeOptions {
  readonly recipe: RecipeChoice['preset']
  readonly toggle: RecipeChoice['toggles']
  /** Toggles of `toggle` whose retune applies too. */
  readonly retune: readonly ToggleName[]
  /** Fields of the recipe by path, set in this order. */
  readonly set: readonly (readonly [path: string, value: unknown])[]
  readonly precision: Recipe['precision'] | null
  readonly epochs: number | null
  readonly width: number | null
  /** Images per step. */
  readonly batch: number | null
}

/** An option that gives no valid recipe. The message says why without naming the option. */
export class RecipeOptionError extends RangeError {
  override readonly name = 'RecipeOptionError'
  readonly option: keyof RecipeOptions

  constructor(option: keyof RecipeOptions, message: string) {
    super(message)
    this.option = option
  }
}

export const PRECISIONS = ['auto', 'f16', 'f32'] as const

/** Bounds of numeric options. */
export const EPOCHS_BOUNDS = { integer: false, min: 0.01, max: 10_000 } as const
export const WIDTH_BOUNDS = { integer: false, min: 0.01, max: 8 } as const
export const BATCH_BOUNDS = { integer: true, min: 1, max: 8192 } as const

/** The recipe of the options, and the page's choice for it. Throws a RecipeOptionError. */
export function recipeFromOptions(options: RecipeOptions): {
  readonly recipe: Recipe
  readonly choice: RecipeChoice
} {
  const { precision, epochs, width, batch } = options
  const choice: RecipeChoice = {
    ...presetChoice(options.recipe),
    toggles: options.toggle,
    retunes: [...options.retune],
  }
  const idle = choice.retunes.find((name) => choice.toggles[name] === undefined)
  if (idle !== undefined) {
    throw new RecipeOptionError('retune', `${idle} is not among the toggles that are set.`)
  }
  const toggled = forOption('toggle', () => resolveRecipe(choice))
  let recipe = toggled
  if (precision !== null) recipe = { ...recipe, precision }
  if (epochs !== null) recipe = withEpochs(recipe, epochs)
  if (width !== null) recipe = { ...recipe, network: { ...recipe.network, width } }
  if (batch !== null) {
    recipe = forOption('batch', () =>
      checkRecipe({ ...recipe, batchSize: batch }, `A batch of ${batch}`),
    )
  }
  for (const [path, value] of options.set) {
    recipe = forOption('set', () => withField(recipe, path, value))
  }
  const fields: Record<string, unknown> = {}
  for (const { path, to } of differences(toggled, recipe)) fields[path] = to
  return { recipe, choice: withFields(choice, fields) }
}

function forOption<T>(option: keyof RecipeOptions, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw new RecipeOptionError(option, error.message)
    throw error
  }
}

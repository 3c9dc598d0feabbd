import { CIFAR10_NORMALISATION, type Normalisation } from '../../data/records.ts'
import type { Layer } from '../../model/layers.ts'
import { buildNetwork } from '../../model/networks.ts'
import type { RecipeChoice } from '../../recipe/choice.ts'
import type { Recipe } from '../../recipe/recipe.ts'

/** Everything another program needs to train the same run: printed by `--print-recipe`, read by `tools/pytorch`. */
export interface PrintedRecipe {
  readonly name: string
  /** The page's choice for this recipe; part of run records. */
  readonly choice: RecipeChoice
  readonly recipe: Recipe
  readonly layers: readonly Layer[]
  readonly normalisation: Normalisation
}

export const printedRecipe = (
  name: string,
  choice: RecipeChoice,
  recipe: Recipe,
): PrintedRecipe => ({
  name,
  choice,
  recipe,
  layers: buildNetwork(recipe.network),
  normalisation: CIFAR10_NORMALISATION,
})

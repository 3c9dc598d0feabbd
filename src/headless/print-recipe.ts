import { CIFAR10_NORMALISATION, type Normalisation } from '../data/records.ts'
import type { Layer } from '../model/layers.ts'
import { buildNetwork } from '../model/networks.ts'
import type { RecipeChoice } from '../recipe/choice.ts'
import type { Recipe } from '../recipe/recipe.ts'

/** All that another program needs to train the same: what `--print-recipe` prints, and `tools/pytorch` reads. */
export interface PrintedRecipe {
  readonly name: string
  /** As the page makes this recipe; a record of its runs has it. */
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

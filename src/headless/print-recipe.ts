import { CIFAR10_NORMALISATION, type Normalisation } from '../data/records.ts'
import type { Layer } from '../model/layers.ts'
import { buildNetwork } from '../model/networks.ts'
import type { Recipe } from '../recipe/recipe.ts'

/** All that another program needs to train the same: what `--print-recipe` prints, and `tools/pytorch` reads. */
export interface PrintedRecipe {
  readonly name: string
  readonly recipe: Recipe
  readonly layers: readonly Layer[]
  readonly normalisation: Normalisation
}

export const printedRecipe = (name: string, recipe: Recipe): PrintedRecipe => ({
  name,
  recipe,
  layers: buildNetwork(recipe.network),
  normalisation: CIFAR10_NORMALISATION,
})

import { countNetwork } from '../model/counts.ts'
import { buildNetwork } from '../model/networks.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { runLength } from '../recipe/schedule.ts'
import { viewPasses } from './views.ts'

/** FLOP of convolutions and linear layers in a run's training time: all steps, and the final test with its views. */
export function runFlops(recipe: Recipe, trainImages: number, testImages: number): number {
  const counts = countNetwork(buildNetwork(recipe.network))
  const { steps } = runLength(recipe, trainImages)
  const training = counts.trainingFlops * steps * recipe.batchSize
  const finalTest = 2 * counts.macs * testImages * viewPasses(recipe.views)
  return training + finalTest
}

import { CIFAR10_NORMALISATION, type Normalisation, type Records } from '../../data/records.ts'
import { pixelStatistics } from '../../data/facts/statistics.ts'
import type { Recipe } from '../../recipe/recipe.ts'

/** Mean and deviation by which a recipe's images are normalised; learned ones come from its training images. */
export function normalisationOf(
  { normalisation }: Pick<Recipe, 'normalisation'>,
  train: Records | null,
): Normalisation {
  if (normalisation === 'published') return CIFAR10_NORMALISATION
  if (train === null)
    throw new Error('Measuring the mean and standard deviation needs the training images.')
  return pixelStatistics(train)
}

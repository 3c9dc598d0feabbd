import { INPUT_SHAPE } from '../../model/layers.ts'
import { buildNetwork } from '../../model/networks.ts'
import { walkLayers } from '../../model/shapes.ts'
import type { Recipe } from '../../recipe/recipe.ts'

/**
 * Images that batch norm over the whole batch sees if a step is computed in `microBatches` parts; null if it
 * sees them all, or if ghost groups make it independent of the split.
 */
export function normImages(
  { network, batchSize }: Pick<Recipe, 'network' | 'batchSize'>,
  microBatches: number,
): number | null {
  if (microBatches === 1) return null
  let plain = false
  walkLayers(buildNetwork(network), INPUT_SHAPE, (layer) => {
    plain ||= layer.kind === 'batchNorm' && layer.groupSize === null
  })
  return plain ? batchSize / microBatches : null
}

import type { NetworkRecipe } from '../recipe/recipe.ts'
import type { Layer } from './layers.ts'
import { airbenchNetwork } from './networks/airbench.ts'
import { dawnNetwork } from './networks/dawn.ts'
import { pageNetwork } from './networks/page.ts'
import { plainNetwork } from './networks/plain.ts'

/** The layers of a recipe's network, from normalised NHWC images to scaled logits. */
export function buildNetwork(network: NetworkRecipe): readonly Layer[] {
  switch (network.family) {
    case 'dawn':
      return dawnNetwork(network)
    case 'page':
      return pageNetwork(network)
    case 'airbench':
      return airbenchNetwork(network)
    case 'plain':
      return plainNetwork(network)
  }
}

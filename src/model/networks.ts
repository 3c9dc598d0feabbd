import type { NetworkRecipe } from '../recipe/schema/network.ts'
import { INPUT_SHAPE, inputOf, type Layer, type Shape } from './layers.ts'
import { airbenchNetwork } from './networks/airbench.ts'
import { dawnNetwork } from './networks/dawn.ts'
import { pageNetwork } from './networks/page.ts'
import { plainNetwork } from './networks/plain.ts'

/** The layers of a recipe's network, from normalised NHWC images to scaled logits. */
export const buildNetwork = (network: NetworkRecipe): readonly Layer[] =>
  layersFor(network, INPUT_SHAPE)

/**
 * The same network for images of another side: only the pool before its head differs, which takes all that is left of an
 * image. Throws a RangeError if the head would have other inputs.
 */
export function buildNetworkAt(network: NetworkRecipe, side: number): readonly Layer[] {
  const layers = layersFor(network, inputOf(side))
  if (headInputs(layers) !== headInputs(buildNetwork(network))) {
    throw new RangeError(`The head of this network does not fit images of ${side} pixels a side.`)
  }
  return layers
}

const headInputs = (layers: readonly Layer[]): number =>
  layers.reduce((inputs, layer) => (layer.kind === 'linear' ? layer.in : inputs), 0)

function layersFor(network: NetworkRecipe, input: Shape): readonly Layer[] {
  switch (network.family) {
    case 'dawn':
      return dawnNetwork(network, input)
    case 'page':
      return pageNetwork(network, input)
    case 'airbench':
      return airbenchNetwork(network, input)
    case 'plain':
      return plainNetwork(network, input)
  }
}

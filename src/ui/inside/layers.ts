import { countNetwork } from '../../model/counts.ts'
import type { Layer, Shape } from '../../model/layers.ts'
import { buildNetwork } from '../../model/networks.ts'
import { elementCount, networkParameters } from '../../model/parameters.ts'
import type { NetworkRecipe } from '../../recipe/recipe.ts'

/** One row of the table of layers. */
export interface LayerRow {
  readonly layer: Layer
  readonly output: Shape
  /** Numbers of it, frozen ones included. */
  readonly parameters: number
  /** Operations of an image's forward pass; a multiply-add is two. */
  readonly flops: number
}

export interface LayerTable {
  readonly rows: readonly LayerRow[]
  readonly parameters: number
  readonly flops: number
}

const named = (layer: Layer): string | null => ('name' in layer ? layer.name : null)

/** A network layer by layer, in the order it computes; what only passes values on has no row. */
export function layerTable(network: NetworkRecipe): LayerTable {
  const layers = buildNetwork(network)
  const parametersOf = new Map<string, number>()
  for (const { name, shape } of networkParameters(layers)) {
    const owner = name.slice(0, name.lastIndexOf('.'))
    parametersOf.set(owner, (parametersOf.get(owner) ?? 0) + elementCount(shape))
  }
  const counts = countNetwork(layers)
  const rows = counts.layers
    .filter(({ layer }) => !['flatten', 'concat'].includes(layer.kind))
    .map(({ layer, output, macs }): LayerRow => ({
      layer,
      output,
      parameters: parametersOf.get(named(layer) ?? '') ?? 0,
      flops: 2 * macs,
    }))
  return { rows, parameters: counts.parameters, flops: 2 * counts.macs }
}

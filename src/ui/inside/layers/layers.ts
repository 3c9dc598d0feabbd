import { countNetwork } from '../../../model/counts.ts'
import type { Layer, Shape } from '../../../model/layers.ts'
import { buildNetwork } from '../../../model/networks.ts'
import { elementCount, networkParameters } from '../../../model/parameters.ts'
import type { NetworkRecipe } from '../../../recipe/schema/network.ts'

/** One row of the table of layers: a convolution, linear layer or join, with the layers after it. */
export interface LayerRow {
  readonly layers: readonly Layer[]
  readonly output: Shape
  /** Numbers in it, frozen ones included. */
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

const BEGINS_ROW: readonly Layer['kind'][] = ['conv', 'linear', 'residual', 'concat']

/** A network as rows, in the order of execution. */
export function layerTable(network: NetworkRecipe): LayerTable {
  const layers = buildNetwork(network)
  const parametersOf = new Map<string, number>()
  for (const { name, shape } of networkParameters(layers)) {
    const owner = name.slice(0, name.lastIndexOf('.'))
    parametersOf.set(owner, (parametersOf.get(owner) ?? 0) + elementCount(shape))
  }
  const counts = countNetwork(layers)
  const rows: LayerRow[] = []
  for (const { layer, output, macs } of counts.layers) {
    if (layer.kind === 'flatten') continue
    const before = BEGINS_ROW.includes(layer.kind) ? undefined : rows.pop()
    rows.push({
      layers: [...(before?.layers ?? []), layer],
      output,
      parameters: (before?.parameters ?? 0) + (parametersOf.get(named(layer) ?? '') ?? 0),
      flops: (before?.flops ?? 0) + 2 * macs,
    })
  }
  return { rows, parameters: counts.parameters, flops: 2 * counts.macs }
}

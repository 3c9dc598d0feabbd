import type { PlainNetwork } from '../../recipe/recipe.ts'
import { INPUT_SHAPE, type Layer } from '../layers.ts'
import { activation, conv, norm, scaled, withHead } from './parts.ts'

/** A few stages that halve the side. */
export function plainNetwork(network: PlainNetwork): Layer[] {
  const channels = network.channels.map((count) => scaled(count, network.width))
  const stages = channels.flatMap((out, i): Layer[] => [
    conv(`stage${i + 1}.conv`, i === 0 ? INPUT_SHAPE.channels : channels[i - 1], out),
    { kind: 'maxPool', size: 2 },
    norm(`stage${i + 1}.norm`, out, network.norm),
    activation(network),
  ])
  return withHead(stages, network)
}

import type { PlainNetwork } from '../../recipe/schema/network.ts'
import { INPUT_SHAPE, type Layer, type Shape } from '../layers.ts'
import { activation, conv, norm, scaled, withHead } from './parts.ts'

/** A few stages that halve the side, after an optional average pool. */
export function plainNetwork(network: PlainNetwork, input: Shape): Layer[] {
  const channels = network.channels.map((count) => scaled(count, network.width))
  const stages = channels.flatMap((out, i): Layer[] => [
    conv(`stage${i + 1}.conv`, i === 0 ? INPUT_SHAPE.channels : channels[i - 1], out),
    { kind: 'maxPool', size: 2 },
    norm(`stage${i + 1}.norm`, out, network.norm),
    activation(network),
  ])
  const first: Layer[] = network.halvesInput ? [{ kind: 'averagePool', size: 2 }] : []
  return withHead([...first, ...stages], input, network)
}

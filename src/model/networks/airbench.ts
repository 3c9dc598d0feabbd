import type { AirbenchNetwork } from '../../recipe/schema/network.ts'
import { INPUT_SHAPE, type Layer, type Shape, type WeightInit } from '../layers.ts'
import { activation, conv, norm, pooled, scaled, whitened, withHead } from './parts.ts'

/** airbench94, 95 and 96, and hlb: a whitened first layer and three blocks that each halve the side first. */
export function airbenchNetwork(network: AirbenchNetwork, input: Shape): Layer[] {
  const activate = activation(network)
  const channels = network.channels.map((count) => scaled(count, network.width))
  const first = firstLayer(network)
  const blocks = channels.flatMap((out, i): Layer[] => {
    const name = `block${i + 1}`
    const from = i === 0 ? first.channels : channels[i - 1]
    const normed = (n: number) => norm(`${name}.norm${n}`, out, network.norm)
    const further = (n: number): Layer[] => [
      conv(`${name}.conv${n}`, out, out, { init: furtherInit(network.init) }),
      normed(n),
    ]
    const body =
      network.convolutionsPerBlock === 2 ? further(2) : [...further(2), activate, ...further(3)]
    const hasResidual = network.residuals.some((stage) => stage === i + 1)
    return [
      ...pooled(
        conv(`${name}.conv1`, from, out, { init: network.init }),
        [normed(1), activate],
        { kind: 'maxPool', size: 2 },
        network.pool,
      ),
      ...(hasResidual ? [{ kind: 'residual', shortcut: [], body } as const] : body),
      activate,
    ]
  })
  return withHead([...first.layers, ...blocks], input, network, network.headInit)
}

/** Before whitening, a trained convolution of the same shape with its own batch norm (airbench's first ablation). */
function firstLayer(network: AirbenchNetwork): { layers: Layer[]; channels: number } {
  const activate = activation({ activation: network.firstActivation ?? network.activation })
  if (network.whitening) {
    const layer = whitened(network.whitening)
    return { layers: [layer, activate], channels: layer.out }
  }
  const channels = 24
  const layer = conv('first.conv', INPUT_SHAPE.channels, channels, { kernel: 2, padding: 'valid' })
  return { layers: [layer, norm('first.norm', channels, network.norm), activate], channels }
}

const furtherInit = (init: AirbenchNetwork['init']): WeightInit =>
  init === 'addedDirac' ? 'dirac' : init

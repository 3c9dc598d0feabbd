import { walkLayers } from './shapes.ts'
import { INPUT_SHAPE, type Layer, type WeightInit } from './layers.ts'

/** Parameters that share a learning rate and a decay; the head's bias goes with its weight. */
export type ParameterGroup = 'convWeight' | 'headWeight' | 'bias' | 'normScale' | 'normBias'

export interface ParameterSpec {
  readonly name: string
  /** HWIO for a convolution, [in, out] for a linear layer, [channels] for the rest. */
  readonly shape: readonly number[]
  readonly group: ParameterGroup
  readonly trainable: boolean
  readonly init: WeightInit | 'zero' | 'one' | 'unitInterval'
  readonly fanIn: number
}

export const elementCount = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** Every parameter of a network in execution order; the running statistics of batch norm are not among them. */
export function networkParameters(layers: readonly Layer[]): ParameterSpec[] {
  const specs: ParameterSpec[] = []
  walkLayers(layers, INPUT_SHAPE, (layer) => {
    switch (layer.kind) {
      case 'conv': {
        const fanIn = layer.kernel * layer.kernel * layer.in
        const shape = [layer.kernel, layer.kernel, layer.in, layer.out]
        const weight = { shape, group: 'convWeight', init: layer.init, fanIn } as const
        specs.push({ name: `${layer.name}.weight`, trainable: !layer.frozen, ...weight })
        if (layer.bias) {
          const drawn = layer.biasInit === 'uniform' ? ({ init: 'uniform', fanIn } as const) : {}
          specs.push({ ...bias(`${layer.name}.bias`, layer.out, 'bias'), ...drawn })
        }
        break
      }
      case 'linear': {
        const weight = { group: 'headWeight', init: layer.init, fanIn: layer.in } as const
        const shape = [layer.in, layer.out]
        specs.push({ name: `${layer.name}.weight`, shape, trainable: true, ...weight })
        // PyTorch draws it like the weight.
        const drawn = { init: 'uniform', fanIn: layer.in } as const
        if (layer.bias) {
          specs.push({ ...bias(`${layer.name}.bias`, layer.out, 'headWeight'), ...drawn })
        }
        break
      }
      case 'bias':
        specs.push(bias(`${layer.name}.bias`, layer.channels, 'normBias'))
        break
      case 'batchNorm':
        specs.push({
          name: `${layer.name}.scale`,
          shape: [layer.channels],
          group: 'normScale',
          trainable: layer.scale === 'trainable',
          init: layer.scaleInit === 'one' ? 'one' : 'unitInterval',
          fanIn: layer.channels,
        })
        specs.push(bias(`${layer.name}.bias`, layer.channels, 'normBias'))
        break
      case 'activation':
      case 'maxPool':
      case 'averagePool':
      case 'residual':
      case 'concat':
      case 'flatten':
      case 'scale':
    }
  })
  return specs
}

function bias(name: string, channels: number, group: ParameterGroup): ParameterSpec {
  return { name, shape: [channels], group, trainable: true, init: 'zero', fanIn: channels }
}

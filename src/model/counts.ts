import { INPUT_SHAPE, type Layer, type Shape } from './layers.ts'
import { elementCount, networkParameters } from './parameters.ts'
import { walkLayers } from './shapes.ts'

export interface LayerCounts {
  readonly layer: Layer
  readonly input: Shape
  readonly output: Shape
  /** Multiply-adds of one image's forward pass; 0 except for convolutions and linear layers. */
  readonly macs: number
}

export interface NetworkCounts {
  readonly layers: readonly LayerCounts[]
  /** Parameters, frozen ones included; running statistics are not counted. */
  readonly parameters: number
  readonly trainableParameters: number
  /** Multiply-adds of one image's forward pass. One is two FLOP. */
  readonly macs: number
  /**
   * FLOP of one image's forward and backward pass, without the gradients nobody needs (first layer's input, frozen
   * weights).
   */
  readonly trainingFlops: number
  /** Elements of every forward tensor of one image, as an eager tape keeps them; logits are scaled in place. */
  readonly activations: number
}

const sizeOf = ({ height, width, channels }: Shape) => height * width * channels

function layerMacs(layer: Layer, output: Shape): number {
  if (layer.kind === 'conv') {
    return layer.kernel ** 2 * layer.in * layer.out * output.height * output.width
  }
  return layer.kind === 'linear' ? layer.in * layer.out : 0
}

/**
 * The size and cost of a network for images of a shape. Counts multiply-adds of convolutions and linear layers only.
 */
export function countNetwork(layers: readonly Layer[], image: Shape = INPUT_SHAPE): NetworkCounts {
  const counts: LayerCounts[] = []
  let trainingFlops = 0
  let learning = false
  walkLayers(layers, image, (layer, input, output) => {
    const macs = layerMacs(layer, output)
    counts.push({ layer, input, output, macs })
    const weightGradient = macs > 0 && !(layer.kind === 'conv' && layer.frozen)
    trainingFlops += 2 * macs * (1 + Number(weightGradient) + Number(learning && macs > 0))
    learning ||= weightGradient || layer.kind === 'bias' || (layer.kind === 'conv' && layer.bias)
  })
  const parameters = networkParameters(layers)
  const total = (specs: typeof parameters) =>
    specs.reduce((sum, spec) => sum + elementCount(spec.shape), 0)
  return {
    layers: counts,
    parameters: total(parameters),
    trainableParameters: total(parameters.filter((spec) => spec.trainable)),
    macs: counts.reduce((sum, layer) => sum + layer.macs, 0),
    trainingFlops,
    activations: counts
      .filter(({ layer }) => layer.kind !== 'flatten' && layer.kind !== 'scale')
      .reduce((sum, { output }) => sum + sizeOf(output), sizeOf(image)),
  }
}

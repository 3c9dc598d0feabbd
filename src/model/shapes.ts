import type { Layer, Shape } from './layers.ts'

const sizeOf = (shape: Shape) => shape.height * shape.width * shape.channels

/** The output shape of a layer. Throws if the layer does not fit the input, naming both. */
export function outputShape(layer: Layer, input: Shape): Shape {
  switch (layer.kind) {
    case 'conv': {
      requireChannels(layer.name, layer.in, input.channels)
      const side = (length: number) =>
        layer.padding === 'same'
          ? Math.ceil(length / layer.stride)
          : Math.floor((length - layer.kernel) / layer.stride) + 1
      return { height: side(input.height), width: side(input.width), channels: layer.out }
    }
    case 'batchNorm':
    case 'bias':
      requireChannels(layer.name, layer.channels, input.channels)
      return input
    case 'maxPool':
    case 'averagePool': {
      const side = (length: number) => Math.floor(length / layer.size)
      const shape = { ...input, height: side(input.height), width: side(input.width) }
      if (sizeOf(shape) === 0) {
        throw new Error(
          `A ${layer.size}x${layer.size} pool does not fit ${input.height}x${input.width}.`,
        )
      }
      return shape
    }
    case 'linear':
      requireChannels(layer.name, layer.in, input.channels)
      return { height: 1, width: 1, channels: layer.out }
    case 'flatten':
      return { height: 1, width: 1, channels: sizeOf(input) }
    case 'residual': {
      const body = networkShape(layer.body, input)
      const shortcut = networkShape(layer.shortcut, input)
      if (JSON.stringify(body) !== JSON.stringify(shortcut)) {
        throw new Error(
          `A residual's branches differ: ${JSON.stringify(body)} and ${JSON.stringify(shortcut)}.`,
        )
      }
      return body
    }
    case 'concat': {
      const shapes = layer.branches.map((branch) => networkShape(branch, input))
      const sides = new Set(shapes.map(({ height, width }) => `${height}x${width}`))
      if (sides.size !== 1) throw new Error(`Joined branches differ: ${[...sides].join(', ')}.`)
      return { ...shapes[0], channels: shapes.reduce((sum, shape) => sum + shape.channels, 0) }
    }
    case 'activation':
    case 'scale':
      return input
  }
}

/** The output shape of a list of layers for this input shape. */
export const networkShape = (layers: readonly Layer[], input: Shape): Shape =>
  layers.reduce((shape, layer) => outputShape(layer, shape), input)

function requireChannels(name: string, expected: number, found: number): void {
  if (expected !== found) {
    throw new Error(`${name} takes ${expected} channels, but its input has ${found}.`)
  }
}

/** Visits every layer in execution order, nested ones included, with its input and output shapes. */
export function walkLayers(
  layers: readonly Layer[],
  input: Shape,
  visit: (layer: Layer, input: Shape, output: Shape) => void,
): Shape {
  let shape = input
  for (const layer of layers) {
    if (layer.kind === 'residual') {
      walkLayers(layer.shortcut, shape, visit)
      walkLayers(layer.body, shape, visit)
    } else if (layer.kind === 'concat') {
      for (const branch of layer.branches) walkLayers(branch, shape, visit)
    }
    const output = outputShape(layer, shape)
    visit(layer, shape, output)
    shape = output
  }
  return shape
}

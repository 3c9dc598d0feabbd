import { lax, nn, numpy as np } from '@jax-js/jax'
import type { BatchNormLayer, ConvLayer, Layer } from '../../src/model/layers.ts'
import type { Activation } from '../../src/recipe/schema/network.ts'

/** Arrays by parameter name. Convolution weights are OIHW and activations NCHW, as jax-js needs them. */
export type Arrays = Record<string, np.Array>

export interface JaxPass {
  readonly parameters: Arrays
  /** Receives the batch's statistics under the names of the running ones. */
  readonly statistics: Arrays
}

/**
 * Runs layers in training mode with jax-js's operations only. Its arrays count references: a function consumes its
 * arguments, so each parameter can be used once, and `ref` allows one more use.
 */
export const runJaxLayers = (layers: readonly Layer[], x: np.Array, pass: JaxPass): np.Array =>
  layers.reduce((input, layer) => runLayer(layer, input, pass), x)

function runLayer(layer: Layer, x: np.Array, pass: JaxPass): np.Array {
  switch (layer.kind) {
    case 'conv':
      return runConv(layer, x, pass)
    case 'linear': {
      const y = np.matmul(x, pass.parameters[`${layer.name}.weight`])
      return layer.bias ? y.add(pass.parameters[`${layer.name}.bias`]) : y
    }
    case 'bias':
      return x.add(pass.parameters[`${layer.name}.bias`].reshape([1, layer.channels, 1, 1]))
    case 'batchNorm':
      return runBatchNorm(layer, x, pass)
    case 'activation':
      return activate(x, layer.activation)
    case 'maxPool':
      return pool(x, layer.size, (window) => np.max(window))
    case 'averagePool':
      return pool(x, layer.size, (window) => np.mean(window))
    case 'residual': {
      const direct = runJaxLayers(layer.shortcut, x.ref, pass)
      return direct.add(runJaxLayers(layer.body, x, pass))
    }
    case 'concat': {
      const joined = layer.branches.map((branch) => runJaxLayers(branch, x.ref, pass))
      x.dispose()
      return np.concatenate(joined, 1)
    }
    case 'flatten':
      return x.reshape([x.shape[0], -1])
    case 'scale':
      return x.mul(layer.factor)
  }
}

function runConv(
  { name, kernel, stride, padding, bias, out }: ConvLayer,
  x: np.Array,
  pass: JaxPass,
) {
  const side = padding === 'same' ? (kernel - 1) / 2 : 0
  const border: [number, number] = [side, side]
  const weight = pass.parameters[`${name}.weight`]
  const y = lax.convGeneralDilated(x, weight, [stride, stride], [border, border])
  return bias ? y.add(pass.parameters[`${name}.bias`].reshape([1, out, 1, 1])) : y
}

function pool(x: np.Array, size: number, reduce: (window: np.Array) => np.Array): np.Array {
  return lax.reduceWindow(x, reduce, [size, size], [size, size])
}

/** The axes of [groups, images, channels, height, width] that statistics reduce. */
const WITHIN_GROUP = [1, 3, 4]

function runBatchNorm(layer: BatchNormLayer, x: np.Array, { parameters, statistics }: JaxPass) {
  const { name, channels, groupSize, epsilon } = layer
  const [images, , height, width] = x.shape
  const groups = images / (groupSize ?? images)
  const rows = (images / groups) * height * width
  const vector = (part: string) => parameters[`${name}.${part}`].reshape([1, 1, channels, 1, 1])
  const overGroups = (perGroup: np.Array) =>
    lax.stopGradient(np.mean(perGroup.reshape([groups, channels]), 0))

  const grouped = x.reshape([groups, images / groups, channels, height, width])
  const mean = np.mean(grouped.ref, WITHIN_GROUP, { keepdims: true })
  const centred = grouped.sub(mean.ref)
  const variance = np.mean(np.square(centred.ref), WITHIN_GROUP, { keepdims: true })
  statistics[`${name}.mean`] = overGroups(mean)
  statistics[`${name}.variance`] = overGroups(variance.ref.mul(rows / (rows - 1)))
  const slope = np.reciprocal(np.sqrt(variance.add(epsilon))).mul(vector('scale'))
  return centred.mul(slope).add(vector('bias')).reshape([images, channels, height, width])
}

function activate(x: np.Array, activation: Activation): np.Array {
  switch (activation.kind) {
    case 'relu':
      return nn.relu(x)
    case 'celu': {
      const { alpha } = activation
      const below = np.exp(np.minimum(x.ref, 0).mul(1 / alpha)).sub(1)
      return np.maximum(x, 0).add(below.mul(alpha))
    }
    case 'gelu':
      return nn.gelu(x, { approximate: false })
    case 'silu':
      return nn.silu(x)
  }
}

import * as tf from '@tensorflow/tfjs'
import type { BatchNormLayer, Layer } from '../../../model/layers.ts'
import { activationOf } from '../inspection/activations.ts'
import { normaliseByBatch, normaliseByRunning, type BatchStatistics } from './batch-norm.ts'

/** Named tensors: parameters, and the running statistics `NAME.mean` and `NAME.variance` of batch norm. */
export type Tensors = ReadonlyMap<string, tf.Tensor>

export interface ForwardPass {
  readonly tensors: Tensors
  /**
   * Receives and owns each batch norm's statistics of the batch. If present, the pass is in training mode; without it,
   * batch norm uses running statistics.
   */
  readonly onStatistics?: (layer: BatchNormLayer, statistics: BatchStatistics) => void
}

/** The tensor with this name. Throws if there is none. */
export function tensorNamed(tensors: Tensors, name: string): tf.Tensor {
  const tensor = tensors.get(name)
  if (!tensor) throw new Error(`The network has no tensor named ${name}.`)
  return tensor
}

/** Runs layers on x: images [N, H, W, C], from `flatten` on [N, C]. */
export function runLayers(layers: readonly Layer[], x: tf.Tensor, pass: ForwardPass): tf.Tensor {
  return layers.reduce((input, layer) => runLayer(layer, input, pass), x)
}

function runLayer(layer: Layer, x: tf.Tensor, pass: ForwardPass): tf.Tensor {
  const parameter = (name: string) => tensorNamed(pass.tensors, name)
  switch (layer.kind) {
    case 'conv': {
      const weight = rank4(parameter(`${layer.name}.weight`))
      // A number, not TensorFlow's 'same', which pads only the far side at stride 2.
      const padding = layer.padding === 'same' ? (layer.kernel - 1) / 2 : 0
      const y = tf.conv2d(rank4(x), weight, layer.stride, padding)
      return layer.bias ? tf.add(y, parameter(`${layer.name}.bias`)) : y
    }
    case 'linear': {
      const y = tf.matMul(x, parameter(`${layer.name}.weight`))
      return layer.bias ? tf.add(y, parameter(`${layer.name}.bias`)) : y
    }
    case 'bias':
      return tf.add(x, parameter(`${layer.name}.bias`))
    case 'batchNorm':
      return runBatchNorm(layer, rank4(x), pass)
    case 'activation':
      return activationOf(x, layer.activation)
    case 'maxPool':
      return tf.maxPool(rank4(x), layer.size, layer.size, 'valid')
    case 'averagePool':
      return tf.avgPool(rank4(x), layer.size, layer.size, 'valid')
    case 'residual':
      return tf.add(runLayers(layer.shortcut, x, pass), runLayers(layer.body, x, pass))
    case 'concat':
      return tf.concat(
        layer.branches.map((branch) => runLayers(branch, x, pass)),
        -1,
      )
    case 'flatten':
      return tf.reshape(x, [x.shape[0], -1])
    case 'scale':
      return tf.mul(x, layer.factor)
  }
}

function runBatchNorm(layer: BatchNormLayer, x: tf.Tensor4D, pass: ForwardPass): tf.Tensor {
  const parameter = (part: string) => tensorNamed(pass.tensors, `${layer.name}.${part}`)
  const parameters = { scale: parameter('scale'), bias: parameter('bias') }
  if (!pass.onStatistics) {
    const running = { mean: parameter('mean'), variance: parameter('variance') }
    return normaliseByRunning(x, parameters, running, layer.epsilon)
  }
  const { output, statistics } = normaliseByBatch(x, parameters, layer)
  pass.onStatistics(layer, statistics)
  return output
}

function rank4(x: tf.Tensor): tf.Tensor4D {
  const [n, h, w, c] = x.shape
  return tf.reshape<tf.Rank.R4>(x, [n, h, w, c])
}

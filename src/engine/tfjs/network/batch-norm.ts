import * as tf from '@tensorflow/tfjs'
import type { BatchNormLayer } from '../../../model/layers.ts'
import { differentiable } from './differentiable.ts'

/** Per-channel statistics of a batch for the running ones: the mean over groups, the variance with n - 1. */
export interface BatchStatistics {
  readonly mean: tf.Tensor1D
  readonly variance: tf.Tensor1D
}

export interface NormParameters {
  readonly scale: tf.Tensor
  readonly bias: tf.Tensor
}

/**
 * Batch norm of x [N, H, W, C] by its own statistics, over the whole batch or over groups of consecutive images:
 * y = scale (x - mean) / sqrt(variance + epsilon) + bias, with the biased variance. The caller disposes of the statistics.
 * Gradient: Ioffe and Szegedy, "Batch Normalization", section 3, summed per group.
 */
export function normaliseByBatch(
  x: tf.Tensor4D,
  { scale, bias }: NormParameters,
  layer: BatchNormLayer,
): { output: tf.Tensor4D; statistics: BatchStatistics } {
  const [images, height, width, channels] = x.shape
  const groupSize = layer.groupSize ?? images
  if (images % groupSize !== 0) {
    throw new RangeError(
      `${layer.name} normalises groups of ${groupSize} images, but a batch of ${images} is not divisible by ${groupSize}.`,
    )
  }
  const groups = images / groupSize
  const rows = groupSize * height * width
  const grouped = [groups, rows, channels]
  /** [groups, 1, channels] to [channels]; skips the sum for a single group, which would cost two dispatches. */
  const overGroups = (reduce: typeof tf.mean | typeof tf.sum, perGroup: tf.Tensor): tf.Tensor1D =>
    groups === 1 ? tf.reshape(perGroup, [channels]) : reduce<tf.Tensor1D>(perGroup, [0, 1])
  let statistics: BatchStatistics | null = null
  const output = differentiable([x, scale, bias], () => {
    const flat = tf.reshape(x, grouped)
    const mean = tf.mean(flat, 1, true)
    const centred = tf.sub(flat, mean)
    const variance = tf.mean(tf.square(centred), 1, true)
    const inverseDeviation = tf.rsqrt(tf.add(variance, layer.epsilon))
    const slope = tf.mul(inverseDeviation, scale)
    statistics = {
      mean: tf.keep(overGroups(tf.mean, mean)),
      variance: tf.keep(tf.mul(overGroups(tf.mean, variance), rows / (rows - 1))),
    }
    return {
      value: tf.reshape<tf.Rank.R4>(tf.add(tf.mul(centred, slope), bias), x.shape),
      saved: [centred, inverseDeviation, slope],
      gradient: (dy, [deviations, inverse, slopes]) => {
        const gradient = tf.reshape(dy, grouped)
        const sum = tf.sum(gradient, 1, true)
        const product = tf.mul(tf.sum(tf.mul(gradient, deviations), 1, true), inverse)
        const alongDeviations = tf.mul(deviations, tf.div(tf.mul(product, inverse), rows))
        const across = tf.sub(tf.sub(gradient, tf.div(sum, rows)), alongDeviations)
        return [
          tf.reshape(tf.mul(across, slopes), dy.shape),
          overGroups(tf.sum, product),
          overGroups(tf.sum, sum),
        ]
      },
    }
  })
  if (!statistics) throw new Error(`${layer.name} computed no statistics.`)
  return { output, statistics }
}

/** Batch norm by running statistics. */
export function normaliseByRunning(
  x: tf.Tensor4D,
  { scale, bias }: NormParameters,
  running: { readonly mean: tf.Tensor; readonly variance: tf.Tensor },
  epsilon: number,
): tf.Tensor4D {
  const vector = (tensor: tf.Tensor) => tf.reshape<tf.Rank.R1>(tensor, [-1])
  return tf.batchNorm4d(
    x,
    vector(running.mean),
    vector(running.variance),
    vector(bias),
    vector(scale),
    epsilon,
  )
}

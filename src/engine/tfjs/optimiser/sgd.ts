import * as tf from '@tensorflow/tfjs'
import type { OptimiserRecipe } from '../../../recipe/schema/optimiser.ts'

export interface SgdRate {
  /** A number, or a scalar tensor if it is computed. */
  readonly learningRate: number | tf.Scalar
  readonly weightDecay: number
}

export interface Moved<T> {
  readonly weights: T
  readonly velocity: T
}

/**
 * One step of SGD with momentum m on w with rate r; the decay d w is added to the gradient g of the summed loss.
 * `withRate` (cifar10-fast): u = -r (g + d w), v = m v + u, w += u + m v if Nesterov, else w += v.
 * `withoutRate` (PyTorch): u = g + d w, v = m v + u, w -= r (u + m v) if Nesterov, else w -= r v.
 */
export function sgdStep(
  { weights, velocity }: Moved<tf.Tensor1D>,
  gradient: tf.Tensor1D,
  { learningRate, weightDecay }: SgdRate,
  { momentum, nesterov, velocity: dialect }: OptimiserRecipe,
): Moved<tf.Tensor1D> {
  const descent = typeof learningRate === 'number' ? -learningRate : tf.neg(learningRate)
  const withRate = dialect === 'withRate'
  const decayed = tf.add<tf.Tensor1D>(gradient, tf.mul(weights, weightDecay))
  const update = withRate ? tf.mul<tf.Tensor1D>(decayed, descent) : decayed
  const next = tf.add<tf.Tensor1D>(tf.mul(velocity, momentum), update)
  const direction = nesterov ? tf.add<tf.Tensor1D>(update, tf.mul(next, momentum)) : next
  const move = withRate ? direction : tf.mul<tf.Tensor1D>(direction, descent)
  return { weights: tf.add<tf.Tensor1D>(weights, move), velocity: next }
}

import * as tf from '@tensorflow/tfjs'
import type { MuonSettings } from '../../../recipe/schema/optimiser.ts'
import type { GroupRate } from '../../engine.ts'
import { MUON_EPSILON, NEWTON_SCHULZ_ITERATIONS } from '../../newton-schulz.ts'
import type { Moved } from './sgd.ts'

/**
 * One step of Muon on one convolution's weights, flat HWIO with `outputs` output channels, with rate r and decay d:
 * v = m v + g; u = g + m v if Nesterov, else v; w = w sqrt(outputs) / |w| if it rescales;
 * w = (w - r orthogonalise(u)) (1 - r d).
 * Source: Jordan et al., Muon, in KellerJordan/cifar10-airbench.
 */
export function muonStep(
  { weights, velocity }: Moved<tf.Tensor1D>,
  gradient: tf.Tensor1D,
  { learningRate, weightDecay, rescale, outputs }: GroupRate & { readonly outputs: number },
  { momentum, nesterov, polynomial }: Pick<MuonSettings, 'momentum' | 'nesterov' | 'polynomial'>,
): Moved<tf.Tensor1D> {
  const next = tf.add<tf.Tensor1D>(tf.mul(velocity, momentum), gradient)
  const update = nesterov ? tf.add<tf.Tensor1D>(gradient, tf.mul(next, momentum)) : next
  const rows = tf.transpose<tf.Tensor2D>(tf.reshape<tf.Rank.R2>(update, [-1, outputs]))
  const direction = tf.reshape(tf.transpose(orthogonalise(rows, polynomial)), [weights.size])
  const scaled = rescale ? tf.mul(weights, tf.div(Math.sqrt(outputs), tf.norm(weights))) : weights
  const moved = tf.sub(scaled, tf.mul(direction, learningRate))
  return { weights: tf.mul<tf.Tensor1D>(moved, 1 - learningRate * weightDecay), velocity: next }
}

/**
 * Newton-Schulz iterations X <- a X + (b A + c A A) X, A = X X^T, on an update [outputs, k * k * inputs] divided by its
 * norm.
 */
export function orthogonalise(
  update: tf.Tensor2D,
  [a, b, c]: MuonSettings['polynomial'],
): tf.Tensor2D {
  const tall = update.shape[0] > update.shape[1]
  let x = tf.div<tf.Tensor2D>(update, tf.add(tf.norm(update), MUON_EPSILON))
  if (tall) x = tf.transpose(x)
  for (let i = 0; i < NEWTON_SCHULZ_ITERATIONS; i++) {
    const gram = tf.matMul(x, x, false, true)
    const factor = tf.add<tf.Tensor2D>(tf.mul(gram, b), tf.mul(tf.matMul(gram, gram), c))
    x = tf.add(tf.mul(x, a), tf.matMul(factor, x))
  }
  return tall ? tf.transpose(x) : x
}

import * as tf from '@tensorflow/tfjs'
import type { MuonRecipe } from '../../recipe/recipe.ts'
import { MUON_EPSILON, NEWTON_SCHULZ } from '../newton-schulz.ts'
import type { Moved } from './sgd.ts'

/**
 * One step of Muon on one convolution's weights, flat HWIO with `outputs` output channels, at the rate r:
 * v = m v + g; u = g + m v where Nesterov, else v; w = w sqrt(outputs) / |w| - r orthogonalise(u).
 * Source: Jordan et al., Muon, in KellerJordan/cifar10-airbench.
 */
export function muonStep(
  { weights, velocity }: Moved<tf.Tensor1D>,
  gradient: tf.Tensor1D,
  { learningRate, outputs }: { readonly learningRate: number; readonly outputs: number },
  { momentum, nesterov }: MuonRecipe['convolutions'],
): Moved<tf.Tensor1D> {
  const next = tf.add<tf.Tensor1D>(tf.mul(velocity, momentum), gradient)
  const update = nesterov ? tf.add<tf.Tensor1D>(gradient, tf.mul(next, momentum)) : next
  const rows = tf.transpose<tf.Tensor2D>(tf.reshape<tf.Rank.R2>(update, [-1, outputs]))
  const direction = tf.reshape(tf.transpose(orthogonalise(rows)), [weights.size])
  const scaled = tf.mul(weights, tf.div(Math.sqrt(outputs), tf.norm(weights)))
  return { weights: tf.sub<tf.Tensor1D>(scaled, tf.mul(direction, learningRate)), velocity: next }
}

/** Newton-Schulz iterations X <- a X + (b A + c A A) X, A = X X^T, on an update [outputs, k * k * inputs] over its norm. */
export function orthogonalise(update: tf.Tensor2D): tf.Tensor2D {
  const { a, b, c, iterations } = NEWTON_SCHULZ
  const tall = update.shape[0] > update.shape[1]
  let x = tf.div<tf.Tensor2D>(update, tf.add(tf.norm(update), MUON_EPSILON))
  if (tall) x = tf.transpose(x)
  for (let i = 0; i < iterations; i++) {
    const gram = tf.matMul(x, x, false, true)
    const polynomial = tf.add<tf.Tensor2D>(tf.mul(gram, b), tf.mul(tf.matMul(gram, gram), c))
    x = tf.add(tf.mul(x, a), tf.matMul(polynomial, x))
  }
  return tall ? tf.transpose(x) : x
}

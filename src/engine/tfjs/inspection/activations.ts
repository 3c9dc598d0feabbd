import * as tf from '@tensorflow/tfjs'
import type { Activation } from '../../../recipe/schema/network.ts'
import { differentiable } from '../network/differentiable.ts'

/** Applies an activation element by element. */
export function activationOf(x: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation.kind) {
    case 'relu':
      return tf.relu(x)
    case 'celu':
      return celu(x, activation.alpha)
    case 'gelu':
      return gelu(x)
    case 'silu':
      return silu(x)
  }
}

/** max(0, x) + min(0, a (exp(x / a) - 1)); its slope below 0 is exp(x / a) = y / a + 1. */
function celu(x: tf.Tensor, alpha: number): tf.Tensor {
  return differentiable([x], () => {
    const y = tf.mul(tf.elu(tf.div(x, alpha)), alpha)
    return {
      value: y,
      saved: [y],
      gradient: (dy, [output]) => [tf.mul(dy, tf.add(tf.div(tf.minimum(output, 0), alpha), 1))],
    }
  })
}

/** x P(X <= x) for standard normal X, by erf; its slope is P(X <= x) + x p(x). */
function gelu(x: tf.Tensor): tf.Tensor {
  const cumulative = (value: tf.Tensor) =>
    tf.mul(tf.add(tf.erf(tf.mul(value, Math.SQRT1_2)), 1), 0.5)
  const density = (value: tf.Tensor) =>
    tf.mul(tf.exp(tf.mul(tf.square(value), -0.5)), 1 / Math.sqrt(2 * Math.PI))
  return differentiable([x], () => ({
    value: tf.mul(x, cumulative(x)),
    saved: [x],
    gradient: (dy, [input]) => [
      tf.mul(dy, tf.add(cumulative(input), tf.mul(input, density(input)))),
    ],
  }))
}

/** x s(x) for s = 1 / (1 + exp(-x)); its slope is s(x) (1 + x (1 - s(x))). */
function silu(x: tf.Tensor): tf.Tensor {
  return differentiable([x], () => ({
    value: tf.mul(x, tf.sigmoid(x)),
    saved: [x],
    gradient: (dy, [input]) => {
      const s = tf.sigmoid(input)
      return [tf.mul(dy, tf.mul(s, tf.add(tf.mul(input, tf.sub(1, s)), 1)))]
    },
  }))
}

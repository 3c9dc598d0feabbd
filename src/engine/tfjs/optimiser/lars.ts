import * as tf from '@tensorflow/tfjs'
import type { LarsRecipe } from '../../../recipe/schema/optimiser.ts'
import type { GroupRate } from '../../engine.ts'
import { sgdStep, type Moved } from './sgd.ts'

/**
 * One step of LARS on one weight tensor: SGD with the rate r |w| / (|g + d w| + epsilon), where |.| is the Frobenius norm.
 * Source: davidcpage/cifar10-fast, after You et al., "Large batch training of convolutional networks", 2017.
 */
export function larsStep(
  state: Moved<tf.Tensor1D>,
  gradient: tf.Tensor1D,
  { learningRate, weightDecay }: GroupRate,
  recipe: LarsRecipe,
): Moved<tf.Tensor1D> {
  const decayed = tf.add(gradient, tf.mul(state.weights, weightDecay))
  const length = tf.add(tf.norm(decayed), recipe.epsilon)
  const trust = tf.div<tf.Scalar>(tf.norm(state.weights), length)
  const rate = { learningRate: tf.mul<tf.Scalar>(trust, learningRate), weightDecay }
  return sgdStep(state, gradient, rate, recipe)
}

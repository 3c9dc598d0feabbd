import * as tf from '@tensorflow/tfjs'

const stock = tf.getGradient('Conv2D')
let tuned: tf.GradConfig | null = null

/**
 * Makes TensorFlow.js use its stock convolution gradient, or the one that our TensorFlow.js engine registers instead.
 * This module must be loaded before that engine.
 */
export function selectFilterGradient(which: 'stock' | 'tuned'): void {
  const current = tf.getGradient('Conv2D')
  if (current !== stock) tuned ??= current
  const wanted = which === 'stock' ? stock : tuned
  if (!wanted) throw new Error('The engine has not registered a filter gradient.')
  if (wanted === current) return
  tf.unregisterGradient('Conv2D')
  tf.registerGradient(wanted)
}

import * as tf from '@tensorflow/tfjs'

interface Differentiable<T extends tf.Tensor> {
  readonly value: T
  /** Tensors that `gradient` needs from the forward pass. */
  readonly saved: readonly tf.Tensor[]
  /** The gradient of each input, from the output's gradient. */
  readonly gradient: (dy: T, saved: tf.Tensor[]) => tf.Tensor[]
}

/**
 * Computes `forward` as one node of the tape with its own gradient, instead of one node per operation: fewer dispatches,
 * and only `saved` stays in memory until the backward pass.
 */
export function differentiable<T extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  forward: () => Differentiable<T>,
): T {
  const node = tf.customGrad<T>((...args) => {
    const { value, saved, gradient } = forward()
    const save = args.at(-1)
    if (typeof save === 'function') save([...saved])
    return { value, gradFunc: gradient }
  })
  return node(...inputs)
}

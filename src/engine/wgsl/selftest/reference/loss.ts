// Softmax cross-entropy in double precision: what the kernel is compared with.

import { targetOf, type Truth } from '../../../batch/truth.ts'
import type { SoftmaxCrossEntropyOptions } from '../../kernels/head/softmax-cross-entropy.ts'

export interface LossReference {
  /** Summed over the batch. */
  readonly loss: number
  /** Images whose largest logit, the first of equals, is their own label's. */
  readonly correct: number
  /** Of the logits [batch][padded classes], without the loss scale. */
  readonly gradient: Float64Array
}

type LossOptions = Pick<
  SoftmaxCrossEntropyOptions,
  'batch' | 'classes' | 'labelSmoothing' | 'logitScale'
>

export function lossAndGradient(
  { batch, classes, labelSmoothing, logitScale }: LossOptions,
  logits: ArrayLike<number>,
  truths: readonly Truth[],
): LossReference {
  const padded = logits.length / batch
  const gradient = new Float64Array(logits.length)
  let loss = 0
  let correct = 0
  truths.forEach((truth, n) => {
    const z = Array.from({ length: classes }, (_, c) => logits[n * padded + c] * logitScale)
    const largest = Math.max(...z)
    const logSum = largest + Math.log(z.reduce((sum, value) => sum + Math.exp(value - largest), 0))
    const target = targetOf(truth, classes, labelSmoothing)
    z.forEach((value, c) => {
      loss -= target[c] * (value - logSum)
      gradient[n * padded + c] = (Math.exp(value - logSum) - target[c]) * logitScale
    })
    if (z.indexOf(largest) === truth.label) correct++
  })
  return { loss, correct, gradient }
}

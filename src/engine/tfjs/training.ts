import * as tf from '@tensorflow/tfjs'
import type { Layer } from '../../model/layers.ts'
import type { Batch } from './batch.ts'
import { runLayers, tensorNamed, type Tensors } from './network/network.ts'

export interface StepResult {
  /** The gradient of the summed loss by parameter. */
  readonly gradients: Tensors
  /** The batch's statistics under the names of the running ones. */
  readonly statistics: Tensors
  /** Summed loss, and the number of correct predictions. */
  readonly lossAndCorrect: tf.Tensor1D
}

/** Forward and backward pass in training mode; the enclosing `tidy` owns the result. */
export function gradientsOf(
  layers: readonly Layer[],
  tensors: Tensors,
  moved: readonly string[],
  { images, labels, targets }: Batch,
): StepResult {
  const kept = new Map<string, tf.Tensor>()
  const loss = () => {
    const logits = runLayers(layers, images, {
      tensors,
      onStatistics: ({ name }, { mean, variance }) => {
        kept.set(`${name}.mean`, mean).set(`${name}.variance`, variance)
      },
    })
    const correct = tf.sum(tf.cast(tf.equal(tf.argMax(logits, -1), labels), 'float32'))
    kept.set('correct', tf.keep(correct))
    return tf.neg<tf.Scalar>(tf.sum(tf.mul(targets, tf.logSoftmax(logits))))
  }
  const { value, grads } = tf.valueAndGrads(loss)(moved.map((name) => tensorNamed(tensors, name)))
  const { correct, ...statistics } = Object.fromEntries(
    [...kept].map(([name, tensor]) => [name, handOver(tensor)]),
  )
  return {
    gradients: new Map(moved.map((name, i) => [name, grads[i]])),
    statistics: new Map(Object.entries(statistics)),
    lossAndCorrect: tf.stack([value, correct]).as1D(),
  }
}

/** Adds a kept tensor to the enclosing `tidy`; clones share their data. */
function handOver(tensor: tf.Tensor): tf.Tensor {
  const clone = tf.clone(tensor)
  tensor.dispose()
  return clone
}

import * as tf from '@tensorflow/tfjs'
import { CLASS_COUNT, type Layer } from '../../model/layers.ts'
import { networkParameters } from '../../model/parameters.ts'
import { PLAIN_VIEW } from '../engine.ts'
import type { LogitSteps, LogitStepsOptions } from '../logit-steps.ts'
import type { TfjsBackend } from './backend.ts'
import { BatchSource } from './batch.ts'
import type { BatchStatistics } from './batch-norm.ts'
import { runLayers, tensorNamed, type Tensors } from './network.ts'

/** For each of some classes, a step along the gradient of its mean logit, by the batch's own statistics as in training. */
export async function measureLogitSteps(
  backend: TfjsBackend,
  { layers, snapshot, normalisation, records, chosen, share, targets }: LogitStepsOptions,
): Promise<LogitSteps> {
  backend.use()
  const parameters = networkParameters(layers)
  const answers = tf.tidy(() => {
    const images = new BatchSource(normalisation, 0).viewed(records, chosen, PLAIN_VIEW)
    const tensors: Tensors = new Map(
      parameters.map(({ name, shape }) => [
        name,
        tf.tensor(snapshot.tensors[`weights/${name}`], [...shape]),
      ]),
    )
    const moved = parameters.filter(({ trainable }) => trainable).map(({ name }) => name)
    const weights = moved.map((name) => tensorNamed(tensors, name))
    const norm = tf.sqrt(sumOfSquares(weights))
    const after = targets.map((target) => {
      const gradients = meanLogitGradient(layers, images, tensors, moved, target)
      const factor = tf.div(tf.mul(norm, share), tf.sqrt(sumOfSquares(gradients)))
      const stepped = moved.map(
        (name, i) => [name, tf.add(weights[i], tf.mul(gradients[i], factor))] as const,
      )
      return named(layers, images, new Map([...tensors, ...stepped]))
    })
    return tf.stack([named(layers, images, tensors), ...after])
  })
  try {
    const rows = tallied(await answers.data<'int32'>(), chosen.length)
    return { share, images: chosen.length, before: rows[0], after: rows.slice(1) }
  } finally {
    answers.dispose()
  }
}

/** Counts of each class in rows of `length` class numbers. */
function tallied(classes: Int32Array, length: number): number[][] {
  return Array.from({ length: classes.length / length }, (_, row) => {
    const counts = Array.from({ length: CLASS_COUNT }, () => 0)
    for (const name of classes.subarray(row * length, (row + 1) * length)) counts[name]++
    return counts
  })
}

const sumOfSquares = (tensors: readonly tf.Tensor[]): tf.Tensor =>
  tf.addN(tensors.map((tensor) => tf.sum(tf.square(tensor))))

/** The class that each image is named as, in training mode. */
const named = (layers: readonly Layer[], images: tf.Tensor, tensors: Tensors): tf.Tensor =>
  inTraining((onStatistics) =>
    tf.cast(tf.argMax(runLayers(layers, images, { tensors, onStatistics }), -1), 'int32'),
  )

/** The gradient of the batch's mean logit of one class by each parameter of `moved`. */
const meanLogitGradient = (
  layers: readonly Layer[],
  images: tf.Tensor,
  tensors: Tensors,
  moved: readonly string[],
  target: number,
): tf.Tensor[] =>
  inTraining((onStatistics) => {
    const meanLogit = () => {
      const logits = runLayers(layers, images, { tensors, onStatistics })
      return tf.mean<tf.Scalar>(tf.gather(logits, tf.scalar(target, 'int32'), 1))
    }
    return tf.valueAndGrads(meanLogit)(moved.map((name) => tensorNamed(tensors, name))).grads
  })

/** Runs a pass of training and forgets the statistics that it hands over. */
function inTraining<T>(
  run: (onStatistics: (layer: unknown, statistics: BatchStatistics) => void) => T,
): T {
  const handedOver: tf.Tensor[] = []
  const result = run((_, { mean, variance }) => void handedOver.push(mean, variance))
  tf.dispose(handedOver)
  return result
}

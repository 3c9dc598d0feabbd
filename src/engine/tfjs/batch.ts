import * as tf from '@tensorflow/tfjs'
import { IMAGE_BYTES, IMAGE_SIDE, type Normalisation, type Records } from '../../data/records.ts'
import { CLASS_COUNT } from '../../model/layers.ts'
import {
  allocateBatch,
  makeBatch,
  normalisedBytes,
  writeAugmented,
  type MadeBatch,
} from '../batch/augment.ts'
import { NO_JITTER, UNCHANGED } from '../batch/augmentation-draws.ts'
import type { BatchSpec, View } from '../engine.ts'
import { targetOf, unpackTruth } from '../batch/truth.ts'

/** Images [N, side, side, 3] and their targets on the current backend; the caller disposes of them. */
export interface Batch {
  readonly images: tf.Tensor4D
  /** Class indices [N]. */
  readonly labels: tf.Tensor1D
  /** Probabilities [N, 10], label smoothing included. */
  readonly targets: tf.Tensor2D
}

/** Gathers, normalises and augments batches on the CPU, and uploads them. */
export class BatchSource {
  readonly #values: Float32Array
  readonly #labelSmoothing: number

  constructor(normalisation: Normalisation, labelSmoothing: number) {
    this.#values = normalisedBytes(normalisation)
    this.#labelSmoothing = labelSmoothing
  }

  /** The augmented images of a training step, scaled down if the step uses smaller ones. */
  training(records: Records, plan: BatchSpec, count: number): Batch {
    const made = plan.made ?? this.#make(records, plan, count)
    const truths = Array.from(made.truth, unpackTruth)
    const targets = new Float32Array(count * CLASS_COUNT)
    truths.forEach((truth, i) =>
      targets.set(targetOf(truth, CLASS_COUNT, this.#labelSmoothing), CLASS_COUNT * i),
    )
    const labels = Int32Array.from(truths, ({ label }) => label)
    return {
      // A copy, because a backend may keep the array and the caller may reuse it.
      images: scaledTo(
        toImages(plan.made ? made.images.slice() : made.images, count),
        plan.side ?? IMAGE_SIDE,
      ),
      labels: tf.tensor1d(labels, 'int32'),
      targets: tf.tensor2d(targets, [count, CLASS_COUNT]),
    }
  }

  #make(records: Records, { draws, first }: BatchSpec, count: number): MadeBatch {
    const batch = allocateBatch(count)
    makeBatch(records, draws, first, this.#values, batch)
    return batch
  }

  /** The images of records under one view. */
  viewed(records: Records, indices: ArrayLike<number>, view: View): tf.Tensor4D {
    const count = indices.length
    const pixels = new Float32Array(count * IMAGE_BYTES)
    const augmentation = { ...UNCHANGED, ...view }
    for (let i = 0; i < count; i++) {
      const seen = { record: indices[i], augmentation, jitter: NO_JITTER }
      writeAugmented(records, seen, this.#values, pixels, i * IMAGE_BYTES)
    }
    return toImages(pixels, count)
  }
}

const toImages = (pixels: Float32Array, count: number): tf.Tensor4D =>
  tf.tensor4d(pixels, [count, IMAGE_SIDE, IMAGE_SIDE, 3])

/** Bilinear, without aligned corners or antialiasing, like PyTorch's `interpolate`. */
const scaledTo = (images: tf.Tensor4D, side: number): tf.Tensor4D =>
  side === IMAGE_SIDE ? images : tf.image.resizeBilinear(images, [side, side], false, true)

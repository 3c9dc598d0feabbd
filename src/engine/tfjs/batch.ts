import * as tf from '@tensorflow/tfjs'
import { IMAGE_BYTES, IMAGE_SIDE, type Normalisation, type Records } from '../../data/records.ts'
import { CLASS_COUNT } from '../../model/layers.ts'
import { normalisationTables, writeAugmented } from '../augment.ts'
import { CHOICE_WORDS, unpackAugmentation } from '../choices.ts'
import type { BatchPlan, View } from '../engine.ts'

/** Images [N, 32, 32, 3] with their targets, on the backend in use; the caller disposes them. */
export interface Batch {
  readonly images: tf.Tensor4D
  /** Class indices [N]. */
  readonly labels: tf.Tensor1D
  /** Probabilities [N, 10], label smoothing included. */
  readonly targets: tf.Tensor2D
}

/** Gathers, normalises and augments batches on the processor, and uploads them. */
export class BatchSource {
  readonly #tables: readonly Float32Array[]
  readonly #labelSmoothing: number

  constructor(normalisation: Normalisation, labelSmoothing: number) {
    this.#tables = normalisationTables(normalisation)
    this.#labelSmoothing = labelSmoothing
  }

  /** The augmented images of a training step. */
  training(records: Records, { choices, first }: BatchPlan, count: number): Batch {
    const pixels = this.#room(count)
    const labels = new Int32Array(count)
    const off = this.#labelSmoothing / CLASS_COUNT
    const targets = new Float32Array(count * CLASS_COUNT).fill(off)
    for (let i = 0; i < count; i++) {
      const at = CHOICE_WORDS * (first + i)
      const index = choices.words[at]
      const augmentation = unpackAugmentation(choices.words[at + 1])
      writeAugmented(records, index, augmentation, this.#tables, pixels, i * IMAGE_BYTES)
      labels[i] = records.labels[index]
      targets[CLASS_COUNT * i + labels[i]] += 1 - this.#labelSmoothing
    }
    return {
      images: toImages(pixels, count),
      labels: tf.tensor1d(labels, 'int32'),
      targets: tf.tensor2d(targets, [count, CLASS_COUNT]),
    }
  }

  /** Consecutive records as one view shows them. */
  viewed(records: Records, first: number, count: number, view: View): tf.Tensor4D {
    const pixels = this.#room(count)
    const augmentation = { ...view, cutoutX: 0, cutoutY: 0, cutoutSide: 0 }
    for (let i = 0; i < count; i++) {
      writeAugmented(records, first + i, augmentation, this.#tables, pixels, i * IMAGE_BYTES)
    }
    return toImages(pixels, count)
  }

  /** Fresh for every batch: a backend may keep the array it is given. */
  #room(count: number): Float32Array {
    return new Float32Array(count * IMAGE_BYTES)
  }
}

const toImages = (pixels: Float32Array, count: number): tf.Tensor4D =>
  tf.tensor4d(pixels, [count, IMAGE_SIDE, IMAGE_SIDE, 3])

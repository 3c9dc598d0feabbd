import { CLASS_NAMES } from '../../data/records.ts'
import type { Predictions } from '../../engine/engine.ts'
import { halfBits, halfValue } from '../../model/half.ts'
import { readSafetensors, TensorFileError, writeSafetensors } from '../../model/safetensors.ts'

/** Predictions as a safetensors file, with confidences as f16. */
export function writePredictions({
  labels,
  predicted,
  confidences,
}: Predictions): Uint8Array<ArrayBuffer> {
  const shape = [labels.length]
  return writeSafetensors({
    tensors: {
      confidences: { shape, data: Uint16Array.from(confidences, halfBits) },
      labels: { shape, data: labels },
      predicted: { shape, data: predicted },
    },
    metadata: { format: 'lab94-predictions-1' },
  })
}

/** Reads what `writePredictions` wrote. Throws a TensorFileError if it is damaged, or does not hold `count` images. */
export function readPredictions(bytes: Uint8Array, count: number): Predictions {
  const { tensors } = readSafetensors(bytes)
  const dataOf = (name: string) => {
    if (!Object.hasOwn(tensors, name) || tensors[name].data.length !== count) {
      throw new TensorFileError(`The predictions do not hold the ${name} of ${count} images.`)
    }
    return tensors[name].data
  }
  const classesOf = (name: string) => {
    const classes = dataOf(name)
    if (!(classes instanceof Uint8Array) || classes.some((label) => label >= CLASS_NAMES.length)) {
      throw new TensorFileError(`The predictions' ${name} are not class numbers.`)
    }
    return Uint8Array.from(classes)
  }
  return {
    labels: classesOf('labels'),
    predicted: classesOf('predicted'),
    confidences: Float32Array.from(dataOf('confidences'), halfValue),
  }
}

/** counts[truth * 10 + predicted]. */
export function confusionOf({ labels, predicted }: Predictions): number[] {
  const classes = CLASS_NAMES.length
  const counts = Array.from({ length: classes * classes }, () => 0)
  labels.forEach((truth, image) => counts[classes * truth + predicted[image]]++)
  return counts
}

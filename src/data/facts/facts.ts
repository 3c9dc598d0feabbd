import {
  CLASS_NAMES,
  IMAGE_BYTES,
  IMAGE_SIDE,
  type Normalisation,
  type Records,
} from '../records.ts'
import type { Splits } from '../split.ts'
import { pixelStatistics } from './statistics.ts'

const PLANE = IMAGE_SIDE * IMAGE_SIDE

/** Facts about a data set. */
export interface DatasetFacts {
  /** Images of each class, in the order of `CLASS_NAMES`. */
  readonly train: readonly number[]
  readonly test: readonly number[]
  /** Mean and deviation of the training pixels by channel. */
  readonly pixels: Normalisation
}

export const datasetFacts = ({ train, test }: Splits): DatasetFacts => ({
  train: perClass(train),
  test: perClass(test),
  pixels: pixelStatistics(train),
})

function perClass({ labels }: Records): number[] {
  const counts = CLASS_NAMES.map(() => 0)
  for (const label of labels) counts[label] += 1
  return counts
}

/** Images for display. */
export interface Thumbnails {
  /** Their indices in the records. */
  readonly records: readonly number[]
  /** Red, green and blue bytes, [images, 32, 32, 3]. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
}

/** The first `most` images of a class. */
export function thumbnailsOf(split: Records, label: number, most: number): Thumbnails {
  const records: number[] = []
  for (let i = 0; i < split.count && records.length < most; i++) {
    if (split.labels[i] === label) records.push(i)
  }
  return { records, pixels: interleaved(split, records) }
}

/** Images with their classes. */
export interface LabelledImages extends Pick<Thumbnails, 'pixels'> {
  readonly labels: readonly number[]
}

/** Images by index. Throws a RangeError if out of range. */
export function imagesOf(split: Records, records: readonly number[]): LabelledImages {
  const absent = records.find((record) => record >= split.count)
  if (absent !== undefined) {
    throw new RangeError(`There is no image ${absent}; there are ${split.count}.`)
  }
  return {
    labels: records.map((record) => split.labels[record]),
    pixels: interleaved(split, records),
  }
}

/** Planes of colours pixel by pixel, [images, 32, 32, 3]. */
function interleaved({ pixels }: Records, records: readonly number[]) {
  const bytes = new Uint8ClampedArray(records.length * IMAGE_BYTES)
  records.forEach((record, i) => {
    for (let at = 0; at < IMAGE_BYTES; at++) {
      const from = record * IMAGE_BYTES + PLANE * (at % 3) + Math.floor(at / 3)
      bytes[i * IMAGE_BYTES + at] = pixels[from]
    }
  })
  return bytes
}

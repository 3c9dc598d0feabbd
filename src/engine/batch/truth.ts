import { IMAGE_SIDE } from '../../data/records.ts'

export const IMAGE_PIXELS = IMAGE_SIDE * IMAGE_SIDE

/** What an image of a batch shows: its own class and, where CutMix pasted a patch, the other image's. */
export interface Truth {
  readonly label: number
  /** The class of the patch; `label` if there is none. */
  readonly other: number
  /** Pixels of the image's 1,024 that are the patch's. */
  readonly otherPixels: number
}

/** Packs a truth into 32 bits: label (8 bits), other (8), its pixels (16), from bit 0 up. */
export const packTruth = ({ label, other, otherPixels }: Truth): number =>
  (label | (other << 8) | (otherPixels << 16)) >>> 0

/** The inverse of `packTruth`. */
export const unpackTruth = (word: number): Truth => ({
  label: word & 255,
  other: (word >>> 8) & 255,
  otherPixels: word >>> 16,
})

/**
 * The target probabilities of an image, including label smoothing:
 * (1 - s) ((1 - q) onehot(label) + q onehot(other)) + s / classes, with q the patch's share of the pixels.
 */
export function targetOf(truth: Truth, classes: number, labelSmoothing: number): Float32Array {
  const target = new Float32Array(classes).fill(labelSmoothing / classes)
  const share = truth.otherPixels / IMAGE_PIXELS
  target[truth.label] += (1 - labelSmoothing) * (1 - share)
  target[truth.other] += (1 - labelSmoothing) * share
  return target
}

import { canonicalJson } from '../record/canonical.ts'
import type { RunEntry } from '../history/entry.ts'
import { accuracyOf, type RunRecord } from '../record/record.ts'
import { expectedSpread } from '../statistics/seed-spread.ts'

/** Comparison of a finished local run with a shared one. */
export interface Repetition {
  /** Whether recipe, seed, images and rate changes are the same: all but the device. */
  readonly sameWork: boolean
  /** Test images classified correctly, more than by the shared run. */
  readonly images: number
  /** The same as a share of the test images. */
  readonly difference: number
  /** Training time longer than that of the shared run. */
  readonly seconds: number
  /** Expected standard deviation of the difference between two runs of one recipe. */
  readonly spread: number
}

/** Null if either did not finish, or if they were not tested on the same images. */
export function repetitionOf(
  own: RunRecord,
  { record, recipeChanged }: Pick<RunEntry, 'record' | 'recipeChanged'>,
): Repetition | null {
  const [mine, theirs] = [accuracyOf(own), accuracyOf(record)]
  if (mine === null || theirs === null || !sameTestImages(own, record)) return null
  const images = Math.round(own.testImages * mine) - Math.round(own.testImages * theirs)
  return {
    sameWork: !recipeChanged && workWithoutImages(own) === workWithoutImages(record),
    images,
    difference: images / own.testImages,
    seconds: own.trainSeconds - record.trainSeconds,
    spread: Math.SQRT2 * expectedSpread(theirs, own.testImages),
  }
}

/** Records from before fingerprints have none; their data set decides. */
const sameTestImages = (a: RunRecord, b: RunRecord): boolean =>
  a.dataset === b.dataset &&
  a.testImages === b.testImages &&
  (a.imagesFingerprint === undefined ||
    b.imagesFingerprint === undefined ||
    a.imagesFingerprint === b.imagesFingerprint)

/** The engine is left out: PyTorch's runs can be repeated here. */
const workWithoutImages = ({ recipe, seed, rateChanges }: RunRecord): string =>
  canonicalJson([recipe, seed, rateChanges])

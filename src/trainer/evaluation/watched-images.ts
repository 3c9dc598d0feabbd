import type { Predictions } from '../../engine/engine.ts'
import file from './watched-images.json' with { type: 'json' }

/** A test image whose prediction is reported at each test. */
interface WatchedImage {
  /** Its index in the test set. The sample's test set begins with the same images. */
  readonly record: number
  /** Its true class. */
  readonly label: number
  /** The shipped network's prediction and its confidence. */
  readonly shipped: { readonly predicted: number; readonly confidence: number }
}

/** Twelve test images, in the order of the page's picture of them; `npm run -s watched-images` writes both. */
export const WATCHED_IMAGES: readonly WatchedImage[] = file.images

/** One class and one confidence a watched image, in their order. Plain numbers, since checkpoints store them. */
export interface WatchedPredictions {
  readonly predicted: readonly number[]
  readonly confidences: readonly number[]
}

/** Predictions of the watched images; null if the test set is different or in another order. */
export function watchedIn({
  labels,
  predicted,
  confidences,
}: Predictions): WatchedPredictions | null {
  if (WATCHED_IMAGES.some(({ record, label }) => labels[record] !== label)) return null
  return {
    predicted: WATCHED_IMAGES.map(({ record }) => predicted[record]),
    confidences: WATCHED_IMAGES.map(({ record }) => confidences[record]),
  }
}

/** Wrong predictions of the shipped network among the watched images, besides one image of each class. */
const HARD_IMAGES = 2

/** Indices of the test images to watch: the first of each class, and the first others with wrong predictions. */
export function chooseWatched({
  labels,
  predicted,
}: Pick<Predictions, 'labels' | 'predicted'>): number[] {
  const classes = [...new Set(labels)]
  const first = classes.map((label) => labels.indexOf(label))
  const wrong = [...labels.keys()].filter(
    (record) => labels[record] !== predicted[record] && !first.includes(record),
  )
  return [...first, ...wrong.slice(0, HARD_IMAGES)].sort((a, b) => a - b)
}

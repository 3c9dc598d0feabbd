import type { Predictions } from '../../engine/engine.ts'

/** Indices of images, the most confident prediction first; NaN last. */
const byConfidence = (records: number[], { confidences }: Predictions): number[] => {
  const confidence = (record: number) => confidences[record] || 0
  return records.sort((a, b) => confidence(b) - confidence(a) || a - b)
}

const recordsWhere = ({ labels }: Predictions, test: (record: number) => boolean): number[] =>
  [...labels.keys()].filter(test)

const isWrong = ({ labels, predicted }: Predictions, record: number): boolean =>
  predicted[record] !== labels[record]

/** Images with wrong predictions, the most confident first. */
export const mostConfidentMistakes = (predictions: Predictions): number[] =>
  byConfidence(
    recordsWhere(predictions, (record) => isWrong(predictions, record)),
    predictions,
  )

/** The images that a run classified correctly, the least confident prediction first. */
export const narrowlyRight = (predictions: Predictions): number[] =>
  byConfidence(
    recordsWhere(predictions, (record) => !isWrong(predictions, record)),
    predictions,
  ).toReversed()

/** Images of one class that a run predicted as a given class, the most confident first. */
export const imagesPredictedAs = (
  predictions: Predictions,
  truth: number,
  predicted: number,
): number[] =>
  byConfidence(
    recordsWhere(
      predictions,
      (record) =>
        predictions.labels[record] === truth && predictions.predicted[record] === predicted,
    ),
    predictions,
  )

/** How the mistakes of two runs overlap. */
export interface TwoRuns {
  /** Images that the first gets wrong and the second right, by the first's confidence. */
  readonly onlyFirst: readonly number[]
  /** Images that the second gets wrong and the first right, by the second's confidence. */
  readonly onlySecond: readonly number[]
  /** Number of images that both get wrong. */
  readonly both: number
}

/** Compares two runs image by image; null if they weren't tested on the same images in the same order. */
export function compareMistakes(first: Predictions, second: Predictions): TwoRuns | null {
  const { labels } = first
  const same =
    labels.length === second.labels.length && labels.every((label, i) => label === second.labels[i])
  if (!same) return null
  const wrong = mostConfidentMistakes(first)
  return {
    onlyFirst: wrong.filter((record) => !isWrong(second, record)),
    onlySecond: mostConfidentMistakes(second).filter((record) => !isWrong(first, record)),
    both: wrong.filter((record) => isWrong(second, record)).length,
  }
}

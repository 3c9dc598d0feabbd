import type { NamedImages } from '../engine/engine.ts'

/** Numbers of images, the surest answer first; what is not sure of anything comes last. */
const bySureness = (records: number[], { certainties }: NamedImages): number[] => {
  const sureness = (record: number) => certainties[record] || 0
  return records.sort((a, b) => sureness(b) - sureness(a) || a - b)
}

const recordsWhere = ({ labels }: NamedImages, test: (record: number) => boolean): number[] =>
  [...labels.keys()].filter(test)

const isWrong = ({ labels, answers }: NamedImages, record: number): boolean =>
  answers[record] !== labels[record]

/** The images that a run named wrong, the surest answer first. */
export const surestMistakes = (named: NamedImages): number[] =>
  bySureness(
    recordsWhere(named, (record) => isWrong(named, record)),
    named,
  )

/** The images that a run named right, the least sure answer first. */
export const narrowlyRight = (named: NamedImages): number[] =>
  bySureness(
    recordsWhere(named, (record) => !isWrong(named, record)),
    named,
  ).toReversed()

/** The images of one class that a run took for another or the same, the surest answer first. */
export const imagesNamed = (named: NamedImages, truth: number, answer: number): number[] =>
  bySureness(
    recordsWhere(
      named,
      (record) => named.labels[record] === truth && named.answers[record] === answer,
    ),
    named,
  )

/** How the mistakes of two runs go together. */
export interface TwoRuns {
  /** Images that the first names wrong and the second right, by how sure the first was. */
  readonly onlyFirst: readonly number[]
  /** The other way. */
  readonly onlySecond: readonly number[]
  /** How many images both name wrong. */
  readonly both: number
}

/** Compares two runs image by image; null where they were not tested on the same images in the same order. */
export function compareMistakes(first: NamedImages, second: NamedImages): TwoRuns | null {
  const { labels } = first
  const same =
    labels.length === second.labels.length && labels.every((label, i) => label === second.labels[i])
  if (!same) return null
  const wrong = surestMistakes(first)
  return {
    onlyFirst: wrong.filter((record) => !isWrong(second, record)),
    onlySecond: surestMistakes(second).filter((record) => !isWrong(first, record)),
    both: wrong.filter((record) => isWrong(second, record)).length,
  }
}

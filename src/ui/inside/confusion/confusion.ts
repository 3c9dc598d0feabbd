const CLASSES = 10

/** Number of wrong predictions. `counts[truth * 10 + predicted]`. */
export const mistakesIn = (counts: readonly number[]): number =>
  counts.reduce((sum, count, i) => sum + (i % (CLASSES + 1) === 0 ? 0 : count), 0)

export interface ClassPair {
  readonly a: number
  readonly b: number
  /** Confusions between the two, in both directions. */
  readonly mistakes: number
}

/** The two classes confused most often. */
export function worstPair(counts: readonly number[]): ClassPair {
  let worst: ClassPair = { a: 0, b: 1, mistakes: -1 }
  for (let a = 0; a < CLASSES; a++) {
    for (let b = a + 1; b < CLASSES; b++) {
      const mistakes = counts[CLASSES * a + b] + counts[CLASSES * b + a]
      if (mistakes > worst.mistakes) worst = { a, b, mistakes }
    }
  }
  return worst
}

/** Scales of the accuracy axis: logarithmic in the error, or linear. */
export type ScaleName = 'halving' | 'even'

export interface AccuracyScale {
  /** Height of an accuracy (0 to 1): 0 at the base line and 1 at the top. */
  readonly height: (share: number) => number
  /** Accuracies with a gridline. */
  readonly lines: readonly number[]
  /** Chance accuracy; on the halving scale it is the base line. */
  readonly guessing: number
}

/** Chance accuracy with ten classes. */
const GUESSING = 0.1

/** Possible tops of the halving scale. */
const TOPS = [0.5, 0.75, 0.9, 0.962, 0.985, 1 - 1e-3]

const HALVING_LINES = [0.2, 0.3, 0.4, 0.5, 0.75, 0.875]
const EVEN_LINES = [0.2, 0.4, 0.6, 0.8]

/** The lowest top that leaves room above `best`. */
export const halvingTop = (best: number): number =>
  TOPS.find((top) => best <= top - 0.1 * (1 - top)) ?? TOPS[TOPS.length - 1]

/** At 100% the logarithm is infinite. */
const NEARLY_ALL = 1 - 1e-4

/**
 * The scale up to an accuracy of `top`. Halving: height = log(0.9 / (1 - accuracy)), so that equal steps up divide the
 * error by equal factors. Even: from 0 to 1 for any top.
 */
export function accuracyScale(name: ScaleName, top: number): AccuracyScale {
  if (name === 'even') {
    return { height: (share) => share, lines: EVEN_LINES, guessing: GUESSING }
  }
  const halvings = (share: number) => Math.log((1 - GUESSING) / (1 - Math.min(share, NEARLY_ALL)))
  return {
    height: (share) => Math.max(0, halvings(share) / halvings(top)),
    lines: HALVING_LINES.filter((line) => (top <= 0.5 ? line < 0.5 : line >= 0.5 && line < top)),
    guessing: GUESSING,
  }
}

/** A finished run, by its accuracy (a share), its training time, and how far single runs of its recipe spread. */
export interface ComparedRun {
  readonly accuracy: number
  readonly seconds: number
  /** Standard deviation, as a share. */
  readonly spread: number
}

/** `far`: far more than chance. `clear`: more than chance. */
export type Certainty = 'far' | 'clear' | 'chance'

/** The results of a run minus those of the run it is compared with. */
export interface Change {
  readonly difference: number
  readonly seconds: number
  /** Standard deviation of such a difference if both recipes are equally good. */
  readonly spread: number
  readonly certainty: Certainty
}

/**
 * Standard deviations from which a difference of two single runs counts. Deliberately strict: spreads are estimates.
 */
const CLEAR = 3
const FAR = 6

/**
 * The smallest difference that is more than chance, between two runs with the same spread, or between means over this many
 * seeds.
 */
export const leastClear = (spread: number, [a, b]: readonly [number, number] = [1, 1]): number =>
  CLEAR * spread * Math.sqrt(1 / a + 1 / b)

/** What changed from one run to another, one seed each. */
export function changeBetween(before: ComparedRun, now: ComparedRun): Change {
  const difference = now.accuracy - before.accuracy
  const spread = Math.hypot(before.spread, now.spread)
  const size = Math.abs(difference)
  return {
    difference,
    seconds: now.seconds - before.seconds,
    spread,
    certainty: certaintyOf(size, spread),
  }
}

function certaintyOf(size: number, spread: number): Certainty {
  // Runs that classify all images correctly do not spread, and do not differ.
  if (size === 0) return 'chance'
  if (size >= FAR * spread) return 'far'
  return size >= CLEAR * spread ? 'clear' : 'chance'
}

import { criticalT } from './student-t.ts'

/** Fewer values than these give no interval: with two it would be 13 times as wide as their deviation. */
const LEAST_FOR_INTERVAL = 3

/** The level of every interval that the page states. */
export const LEVEL = 0.95

export interface Sample {
  readonly count: number
  readonly mean: number
  /** With count - 1 in the denominator; null for a single value. */
  readonly deviation: number | null
}

/** Of at least one value. */
export function summarise(values: readonly number[]): Sample {
  const count = values.length
  if (count === 0) throw new RangeError('An empty sample has no mean.')
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  if (count === 1) return { count, mean, deviation: null }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { count, mean, deviation: Math.sqrt(squares / (count - 1)) }
}

/** An estimate and the interval of it at `LEVEL`. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Whether the interval stays clear of zero, so that the sign is known. */
export const isClear = ({ low, high }: Estimate): boolean => low > 0 || high < 0

function estimate(value: number, error: number, degrees: number): Estimate {
  const reach = error === 0 ? 0 : error * criticalT(LEVEL, degrees)
  return { value, low: value - reach, high: value + reach }
}

/** The mean with its interval; null for fewer than three values. */
export const meanEstimate = ({ count, mean, deviation }: Sample): Estimate | null =>
  deviation === null || count < LEAST_FOR_INTERVAL
    ? null
    : estimate(mean, deviation / Math.sqrt(count), count - 1)

/** The mean of shares with its interval, which ends at 0 and at 1. */
export function shareEstimate(sample: Sample): Estimate | null {
  const found = meanEstimate(sample)
  return found && { value: found.value, low: Math.max(0, found.low), high: Math.min(1, found.high) }
}

/**
 * The difference of two means, a minus b, whose deviations may differ: Welch's interval with the degrees of freedom of
 * Welch and Satterthwaite. Null if either has fewer than three values.
 */
export function welchDifference(a: Sample, b: Sample): Estimate | null {
  if (a.deviation === null || b.deviation === null) return null
  if (Math.min(a.count, b.count) < LEAST_FOR_INTERVAL) return null
  const [partA, partB] = [a.deviation ** 2 / a.count, b.deviation ** 2 / b.count]
  const variance = partA + partB
  const degrees = variance ** 2 / (partA ** 2 / (a.count - 1) + partB ** 2 / (b.count - 1))
  return estimate(a.mean - b.mean, Math.sqrt(variance), degrees)
}

/** The mean of differences between pairs, a minus b, with its interval; null for fewer than three pairs. */
export function pairedDifference(pairs: readonly (readonly [number, number])[]): Estimate | null {
  return pairs.length === 0 ? null : meanEstimate(summarise(pairs.map(([a, b]) => a - b)))
}

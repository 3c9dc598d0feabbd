import type { Difference } from '../../../../experiments/kinds/ablation.ts'

/** Where differences lie in a cell: zero and even steps, the same for every row. */
export interface DotScale {
  /** The largest value that fits, on either side. */
  readonly reach: number
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
  /** From the left edge of the cell, 0 to 1; outside of that for what does not fit. */
  readonly share: (value: number) => number
}

/** What is this many times as far as the middle of the rest does not set the scale: it is told at the edge. */
const OUTLIER = 6

const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

/** A scale that most of the differences fit on, intervals included. */
export function dotScale(differences: readonly (Difference | null)[]): DotScale {
  const known = differences.filter((difference) => difference !== null)
  const ends = known.flatMap(({ value, estimate }) => [
    estimate?.low ?? value,
    estimate?.high ?? value,
  ])
  const sizes = known.map(({ value }) => Math.abs(value)).sort((a, b) => a - b)
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 0
  const fits = (value: number) => Math.abs(value) <= Math.max(0.2, OUTLIER * middle)
  const fitting = ends.filter(fits)
  const [least, most] = [Math.min(0, ...fitting), Math.max(0, ...fitting)]
  const step = STEPS.find((size) => (most - least) / size <= 4) ?? STEPS[STEPS.length - 1]
  const low = Math.min(-step, step * Math.floor(least / step))
  const high = Math.max(step, step * Math.ceil(most / step))
  const count = Math.round((high - low) / step)
  return {
    reach: Math.max(-low, high),
    low,
    high,
    ticks: Array.from({ length: count + 1 }, (_, i) => Number((low + i * step).toFixed(6))),
    share: (value) => (value - low) / (high - low),
  }
}

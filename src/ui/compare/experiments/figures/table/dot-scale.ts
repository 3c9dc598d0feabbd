import { roundStep } from '../../../../plot/round-step.ts'
import type { PairedDifference } from '../../../../../experiments/kinds/ablation.ts'

/** The scale of differences in a cell, with ticks at zero and in even steps; every row shares it. */
export interface DotScale {
  /** The largest absolute value that fits. */
  readonly reach: number
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
  /** Position from the left edge of the cell, 0 to 1; outside that range for values that do not fit. */
  readonly share: (value: number) => number
}

/** Values this many times as large as the median do not stretch the scale: an arrow at the edge marks them. */
const OUTLIER = 6

const LEAST_STEP = 0.1

/** A scale that fits most of the differences with their intervals. */
export function dotScale(differences: readonly (PairedDifference | null)[]): DotScale {
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
  const step = Math.max(LEAST_STEP, roundStep((most - least) / 4))
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

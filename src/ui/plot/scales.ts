import { roundStep } from './round-step.ts'

/** A tick label of an axis, and its position. */
export interface Tick {
  /** Position as a share of the axis. */
  readonly at: number
  readonly name: string
}

/** Maps values to shares of an axis. */
export interface Scale {
  readonly share: (value: number) => number
  readonly ticks: readonly Tick[]
}

/** A label above this would stick out of the plot. */
const NEARLY_TOP = 0.95

/** A linear scale from the least to the largest value, with some room and about `count` round ticks. */
export function evenScale(
  values: readonly number[],
  name: (value: number) => string,
  count = 4,
): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = Math.max(high - low, Math.abs(high) * 1e-3, 1e-9)
  const [bottom, top] = [low - 0.1 * span, high + 0.1 * span]
  const step = roundStep(span / count)
  const first = Math.ceil(bottom / step)
  const last = Math.floor(top / step)
  const share = (value: number) => (value - bottom) / (top - bottom)
  return {
    share,
    ticks: Array.from({ length: last - first + 1 }, (_, i) => {
      const value = (first + i) * step
      return { at: share(value), name: name(Number(value.toPrecision(9))) }
    }).filter(({ at }) => at < NEARLY_TOP),
  }
}

/** A logarithmic scale from `low` to `high`, both above 0, with a tick at each of `marks`. */
export function factorScale(
  low: number,
  high: number,
  marks: readonly number[],
  name: (value: number) => string,
): Scale {
  const span = Math.log(high / low)
  const share = (value: number) => Math.log(Math.max(value, low * 1e-3) / low) / span
  return {
    share,
    ticks: marks
      .filter((mark) => mark >= low && mark <= high)
      .map((mark) => ({ at: share(mark), name: name(mark) })),
  }
}

/** Powers of ten between two values, as ticks of a `factorScale`. */
export function decades(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9)
  const last = Math.floor(Math.log10(high) + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i))
}

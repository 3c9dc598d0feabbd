export interface LossScale {
  readonly low: number
  readonly high: number
  /** Losses with a gridline, falling. */
  readonly lines: readonly number[]
  /** Logarithmic height: 0 at `low`, 1 at `high`. */
  readonly height: (loss: number) => number
}

/** The loss at equal probabilities (ln 10 = 2.303), and a little room. */
const HIGH = 2.5

const LOWS = [1.6, 1, 0.4, 0.2, 0.1, 0.04, 0.02, 0.01, 0.004, 0.002, 0.001]

const LINES: Readonly<Record<number, readonly number[]>> = {
  1.6: [2],
  1: [2, 1.5],
  0.4: [1, 0.5],
  0.2: [1, 0.5],
  0.1: [1, 0.3],
  0.04: [1, 0.2],
  0.02: [1, 0.1],
}

/** The lower end for losses down to `lowest`; `expected` are losses that every run passes. */
export function lossFloor(lowest: number, expected: number): number {
  const deepest = Math.min(lowest, expected)
  return LOWS.find((candidate) => candidate <= deepest) ?? LOWS[LOWS.length - 1]
}

export function lossScale(low: number): LossScale {
  return {
    low,
    high: HIGH,
    lines: LINES[low] ?? [1, 0.1, 0.01].filter((line) => line > 1.5 * low),
    height: (loss) => Math.log(Math.max(loss, low / 4) / low) / Math.log(HIGH / low),
  }
}

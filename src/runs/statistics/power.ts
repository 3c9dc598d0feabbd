import { criticalT } from './student-t.ts'
import { LEVEL } from './samples.ts'

/** Statistical power. */
const POWER = 0.8

const MOST = 100_000

/**
 * Runs of each of two recipes needed to detect a difference of their means, if single runs vary by `deviation`: the
 * least n of at least 2 with n >= 2 (t_975 + t_80)^2 deviation^2 / difference^2, both quantiles with 2n - 2 degrees of
 * freedom. `MOST` where even that many do not.
 */
export function runsNeeded(difference: number, deviation: number): number {
  const ratio = (deviation / difference) ** 2
  const enough = (n: number) => {
    const degrees = 2 * n - 2
    const reach = criticalT(LEVEL, degrees) + criticalT(2 * POWER - 1, degrees)
    return n >= 2 * reach ** 2 * ratio
  }
  let [low, high] = [1, 2]
  while (high < MOST && !enough(high)) [low, high] = [high, Math.min(MOST, 2 * high)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

/** How likely at least one of `intervals` independent ones misses zero, though nothing differs. */
export const chanceOfAny = (intervals: number): number => 1 - LEVEL ** intervals

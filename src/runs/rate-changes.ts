import type { RateChange } from './run.ts'

/** What the scheduled learning rate is multiplied by at a step. */
export const rateFactorAt = (changes: readonly RateChange[], step: number): number =>
  changes.findLast((change) => change.step <= step)?.factor ?? 1

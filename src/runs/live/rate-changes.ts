import type { RateChange } from '../run.ts'

/** The factor on the scheduled learning rate at a step. */
export const rateFactorAt = (changes: readonly RateChange[], step: number): number =>
  changes.findLast((change) => change.step <= step)?.factor ?? 1

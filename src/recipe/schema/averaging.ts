import * as v from 'valibot'
import { count, share } from './numbers.ts'
import type { ReadOnly } from './read-only.ts'

export const AveragingSchema = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  /**
   * Every `everySteps` steps: average = rho^everySteps * average + (1 - rho^everySteps) * weights; evaluated instead of
   * the weights.
   */
  v.object({ kind: v.literal('ema'), rho: share, everySteps: count }),
  /** As `ema` with the kept share times (step / steps)^3, and the average written back to the weights. */
  v.object({ kind: v.literal('lookahead'), rho: share, everySteps: count }),
  /**
   * Over the last `lastSteps` steps of a run only: an average starts as a copy of the weights, and every `everySteps`
   * steps average = keep * average + (1 - keep) * weights, written back to the weights.
   */
  v.object({ kind: v.literal('tail'), keep: share, everySteps: count, lastSteps: count }),
])

export type AveragingRecipe = ReadOnly<v.InferOutput<typeof AveragingSchema>>

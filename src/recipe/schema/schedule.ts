import * as v from 'valibot'
import { batch, between, MAX_EPOCHS, MAX_STEPS, wholeBetween, zeroOrMore } from './numbers.ts'
import type { ReadOnly } from './read-only.ts'

/** An experiment's sweep of rates has the most knots: 435 over the whole range of rates. */
const MAX_KNOTS = 500

/** How long a run is. */
export const LengthSchema = v.variant('unit', [
  v.object({ unit: v.literal('epochs'), count: between(0.001, MAX_EPOCHS) }),
  v.object({ unit: v.literal('steps'), count: wholeBetween(1, MAX_STEPS) }),
])

const KnotsSchema = v.pipe(
  v.array(v.tuple([zeroOrMore, zeroOrMore])),
  v.minLength(1, 'A schedule has at least one knot.'),
  v.maxLength(MAX_KNOTS, `A schedule has at most ${MAX_KNOTS} knots.`),
  v.check(
    (knots) => knots.every(([position], i) => i === 0 || position > knots[i - 1][0]),
    'The knots of a schedule must be in rising order.',
  ),
)

/**
 * Piecewise-linear: [position, value] knots. Positions count epochs, or shares of the whole run rounded down to a step.
 * Values are rates for the mean loss; over the batch size they multiply the summed gradient.
 */
export const ScheduleSchema = v.object({
  unit: v.picklist(['epoch', 'run']),
  knots: KnotsSchema,
  /** The batch size that the values are for. */
  batchSize: batch,
  /**
   * What stays the same with another batch size: the rate of the summed gradient (`sum`: an image counts as much as
   * before, so values grow with the batch), or the values themselves (`mean`).
   */
  scaling: v.picklist(['sum', 'mean']),
  /** The number of the first step: 1 in Page's code, 0 in airbench's. */
  firstStep: v.picklist([0, 1]),
})

export type ScheduleRecipe = ReadOnly<v.InferOutput<typeof ScheduleSchema>>

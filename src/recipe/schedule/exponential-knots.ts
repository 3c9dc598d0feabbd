import type { ScheduleRecipe } from '../schema/schedule.ts'

/** Values of neighbouring knots differ by this factor at most, so that the line between them errs by 0.12%. */
const STEP = 1.1

/**
 * Knots of a schedule in shares of the run whose value goes exponentially from `first` to `last`, both above 0: a sweep of
 * learning rates, or the stress test of part 7 of David Page's series.
 */
export function exponentialKnots(first: number, last: number): ScheduleRecipe['knots'] {
  if (!(first > 0 && last > 0)) {
    throw new RangeError(`An exponential schedule needs values above 0, not ${first} and ${last}.`)
  }
  const growth = Math.log(last / first)
  const pieces = Math.max(1, Math.ceil(Math.abs(growth) / Math.log(STEP)))
  return Array.from({ length: pieces + 1 }, (_, i): readonly [number, number] => {
    const share = i / pieces
    return [share, first * Math.exp(growth * share)]
  })
}

import { ONE_IN_FLIGHT, SUBMIT_BUDGET, type SubmitBudget } from '../runtime/submits.ts'

/** Runs a number of steps within a budget and resolves to the milliseconds that they took. */
export type RunSteps = (budget: SubmitBudget, steps: number) => Promise<number>

export interface StepTiming {
  readonly milliseconds: number
  /** The budget within which a step took that long. */
  readonly budget: SubmitBudget
}

/** Milliseconds to spend on one measurement, and the most steps it may take. */
const DURATION = 200
const MOST_STEPS = 20
/** With fewer steps, having several in flight makes no difference. */
const FEWEST_STEPS = 4
/** One submit at a time is used only if it takes at most this share of the time. */
const WORTHWHILE = 0.97

/**
 * Times steps after one warm-up step, in which drivers may still compile: with several submits in flight and, if steps
 * are short enough for it to matter, with one at a time. The two are measured twice each, alternating, since a GPU's
 * clock rate may change in between. If `isCpuBusy`, this thread makes batches between steps, which these steps do not
 * include, so several must be in flight.
 */
export async function timeSteps(run: RunSteps, isCpuBusy: boolean): Promise<StepTiming> {
  const warmUp = await run(SUBMIT_BUDGET, 1)
  const once = warmUp <= DURATION ? warmUp : Math.min(warmUp, await run(SUBMIT_BUDGET, 1))
  const steps = Math.min(MOST_STEPS, Math.floor(DURATION / once))
  if (steps === 0) return { milliseconds: once, budget: SUBMIT_BUDGET }
  const time = async (budget: SubmitBudget) => (await run(budget, steps)) / steps
  const several = await time(SUBMIT_BUDGET)
  if (isCpuBusy || steps < FEWEST_STEPS) return { milliseconds: several, budget: SUBMIT_BUDGET }
  await run(ONE_IN_FLIGHT, 1)
  const one = await time(ONE_IN_FLIGHT)
  const leastOfSeveral = Math.min(several, await time(SUBMIT_BUDGET))
  const leastOfOne = Math.min(one, await time(ONE_IN_FLIGHT))
  return leastOfOne <= WORTHWHILE * leastOfSeveral
    ? { milliseconds: leastOfOne, budget: ONE_IN_FLIGHT }
    : { milliseconds: leastOfSeveral, budget: SUBMIT_BUDGET }
}

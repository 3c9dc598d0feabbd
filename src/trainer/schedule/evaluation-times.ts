import { countNetwork } from '../../model/counts.ts'
import { buildNetwork } from '../../model/networks.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { RunLength } from '../../recipe/schedule/schedule.ts'

/** Tests of a short run, if they are cheap enough. */
const TESTS = 6
/** Largest share of a run's operations for tests. */
const SHARE = 1 / 4

/**
 * Steps from one test to the next within an epoch: all of the epoch's, unless the run has few epochs and tests are cheap
 * beside it. So a run of seconds has a curve too.
 */
export function testInterval(
  { network, batchSize }: Pick<Recipe, 'network' | 'batchSize'>,
  { steps, stepsPerEpoch, epochs }: RunLength,
  testImages: number,
): number {
  const { macs, trainingFlops } = countNetwork(buildNetwork(network))
  const affordable = (SHARE * steps * batchSize * trainingFlops) / (2 * macs * testImages)
  const perEpoch = Math.max(1, Math.floor(Math.min(TESTS, Math.floor(affordable)) / epochs))
  return Math.ceil(stepsPerEpoch / perEpoch)
}

/** Whether a test is due after `step` steps. */
export const isTestDue = (step: number, stepsPerEpoch: number, interval: number): boolean =>
  (step % stepsPerEpoch) % interval === 0

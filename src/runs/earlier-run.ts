import { resolveRecipe } from '../recipe/choice.ts'
import { type EarlierRun, MAX_EARLIER_TESTS } from '../trainer/comparison.ts'
import { finalScore } from '../trainer/events.ts'
import { plainTestLoss, type Run } from './run.ts'

/** A finished run as later ones are compared with it; null for any other. */
export function earlierRunOf(run: Run): EarlierRun | null {
  const { request, plan, result, epochs, phase, trainSeconds, wallSeconds } = run
  if (phase !== 'done' || plan === null || result === null || epochs.length === 0) return null
  const { choice, seed, dataset, engine } = request
  const { labelSmoothing } = resolveRecipe(choice)
  return {
    choice,
    seed,
    dataset,
    engine,
    testImages: plan.testImages,
    accuracy: finalScore(result).accuracy,
    trainSeconds,
    wallSeconds,
    tests: thinned(epochs, MAX_EARLIER_TESTS).map((scores) => ({
      epoch: scores.epoch,
      accuracy: finalScore(scores.test).accuracy,
      trainLoss: finite(scores.train.loss),
      testLoss: finite(plainTestLoss(scores, labelSmoothing)),
    })),
  }
}

const finite = (loss: number | null): number | null => (Number.isFinite(loss) ? loss : null)

/** At most `most` elements of a list, evenly spread, including the last. */
export function thinned<T>(list: readonly T[], most: number): readonly T[] {
  const every = Math.ceil(list.length / most)
  return every <= 1 ? list : list.filter((_, i) => (list.length - 1 - i) % every === 0)
}

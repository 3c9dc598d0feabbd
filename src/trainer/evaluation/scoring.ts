import type { Engine, Predictions } from '../../engine/engine.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { ViewsRecipe } from '../../recipe/schema/views.ts'
import { judgedWeights } from '../schedule/averages.ts'
import type { FinalScores, SplitScore, TestScores } from '../events.ts'
import { viewedShare, viewsOf } from './views.ts'

export interface Scoring {
  readonly engine: Pick<Engine, 'evaluate'>
  readonly recipe: Pick<Recipe, 'averaging' | 'views'>
  readonly testImages: number
}

/** A test after an epoch: its scores, and the predictions of the weights it tested. */
export interface EpochTest {
  readonly test: TestScores
  readonly predictions: Predictions
}

/**
 * The final test's scores, and the predictions of the weights it is judged by: confusion[truth * 10 + predicted], and
 * each image.
 */
export interface FinalTest {
  readonly test: FinalScores
  readonly confusion: readonly number[]
  readonly predictions: Predictions
}

type Weights = 'live' | 'average'

const evaluate = (
  { engine, testImages }: Scoring,
  views: ViewsRecipe,
  weights: Weights,
): ReturnType<Engine['evaluate']> =>
  engine.evaluate('test', viewsOf(views), weights, testImages, viewedShare(views))

/** The test after an epoch: one view of the judged weights, so that it takes a small share of the epoch's operations. */
export async function testEpoch(scoring: Scoring): Promise<EpochTest> {
  const weights = judgedWeights(scoring.recipe.averaging)
  const evaluation = await evaluate(scoring, 'none', weights)
  const score = splitScore(evaluation)
  const test: TestScores =
    weights === 'live'
      ? { live: score, average: null, views: null }
      : { live: null, average: score, views: null }
  return { test, predictions: evaluation.predictions }
}

/** The final test: the judged weights with all views first, then `afterJudged`, then one view of all weights there are. */
export async function testFinally(
  scoring: Scoring,
  afterJudged: () => void = () => {},
): Promise<FinalTest> {
  const { views, averaging } = scoring.recipe
  const score = async (weights: Weights) => splitScore(await evaluate(scoring, 'none', weights))
  const weights = judgedWeights(averaging)
  const judged = await evaluate(scoring, views, weights)
  afterJudged()
  const best = splitScore(judged)
  const hasViews = views !== 'none'
  const average = weights === 'live' ? null : hasViews ? await score('average') : best
  const live = weights === 'live' && !hasViews ? best : await score('live')
  return {
    test: { live, average, views: hasViews ? best : null },
    confusion: [...judged.confusion],
    predictions: judged.predictions,
  }
}

const splitScore = ({
  loss,
  correct,
  count,
}: Awaited<ReturnType<Engine['evaluate']>>): SplitScore => ({ loss, accuracy: correct / count })

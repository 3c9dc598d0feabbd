import type { Engine, NamedImages } from '../engine/engine.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { SplitScore, TestScores } from './events.ts'
import { viewedShare, viewsOf } from './views.ts'

export interface Scoring {
  readonly engine: Pick<Engine, 'evaluate'>
  readonly recipe: Pick<Recipe, 'averaging' | 'views'>
  readonly testImages: number
}

/** A test's scores, and how the best-prepared weights named each class, confusion[truth * 10 + answer], and each image. */
export interface ScoredTest {
  readonly test: TestScores
  readonly confusion: readonly number[]
  readonly named: NamedImages
}

/** Tests the best-prepared weights first, says so, then what else the recipe keeps. */
export async function scoreTest(
  { engine, recipe, testImages }: Scoring,
  afterFinal: () => void = () => {},
): Promise<ScoredTest> {
  const evaluate = (views: Recipe['views'], weights: 'live' | 'average') =>
    engine.evaluate('test', viewsOf(views), weights, testImages, viewedShare(views))
  const score = async (views: Recipe['views'], weights: 'live' | 'average') =>
    splitScore(await evaluate(views, weights))
  const weights = recipe.averaging.kind === 'none' ? 'live' : 'average'
  const whole = await evaluate(recipe.views, weights)
  afterFinal()
  const best = splitScore(whole)
  const hasViews = recipe.views !== 'none'
  const average = weights === 'live' ? null : hasViews ? await score('none', 'average') : best
  const live = weights === 'live' && !hasViews ? best : await score('none', 'live')
  return {
    test: { live, average, views: hasViews ? best : null },
    confusion: [...whole.confusion],
    named: whole.named,
  }
}

const splitScore = ({
  loss,
  correct,
  count,
}: Awaited<ReturnType<Engine['evaluate']>>): SplitScore => ({ loss, accuracy: correct / count })

import type { EngineSpec } from '../../engine/engine.ts'
import type { AveragingRecipe } from '../../recipe/schema/averaging.ts'

/** How an engine averages weights: the tail average is written back, like lookahead's. */
export const averageOf = ({ kind }: AveragingRecipe): EngineSpec['averaging'] =>
  kind === 'tail' ? 'lookahead' : kind

/** The weights that a recipe is judged by: their average, unless there is none or it has become the weights (tail). */
export const judgedWeights = ({ kind }: AveragingRecipe): 'live' | 'average' =>
  kind === 'none' || kind === 'tail' ? 'live' : 'average'

import type { BatchPlan, GroupRate } from '../engine/engine.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { learningRate, type RunLength } from '../recipe/schedule.ts'

/** Rate and decay of every parameter group at a step (from 0), for the summed loss: decay is per example times the batch size. */
export function ratesAt(recipe: Recipe, run: RunLength, step: number): BatchPlan['rates'] {
  const { optimiser, network } = recipe
  const plain: GroupRate = {
    learningRate: learningRate(recipe, run, step),
    weightDecay: optimiser.weightDecay * recipe.batchSize,
  }
  const normBias: GroupRate = {
    learningRate: plain.learningRate * optimiser.normBiasRate,
    weightDecay: plain.weightDecay / optimiser.normBiasRate,
  }
  const biasFrozen =
    network.family === 'airbench' && step >= network.whitening.biasEpochs * run.stepsPerEpoch
  return {
    convWeight: plain,
    headWeight: plain,
    bias: biasFrozen ? null : plain,
    normScale: plain,
    normBias,
  }
}

/** The share of the old average kept after `step` (from 0), or null where no update is due. */
export function keepAverageAt(recipe: Recipe, run: RunLength, step: number): number | null {
  const { averaging } = recipe
  switch (averaging.kind) {
    case 'none':
      return null
    case 'ema':
      return step % averaging.everySteps === 0 ? averaging.rho ** averaging.everySteps : null
    case 'lookahead': {
      const taken = step + 1
      if (taken % averaging.everySteps !== 0) return null
      return averaging.rho ** averaging.everySteps * (taken / run.steps) ** 3
    }
  }
}

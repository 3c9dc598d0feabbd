import type { BatchPlan, GroupRate } from '../engine/engine.ts'
import { type Recipe, whiteningOf } from '../recipe/recipe.ts'
import { knotValue, scheduledValue, type RunLength } from '../recipe/schedule.ts'

/**
 * Rate and decay of every parameter group at a step (from 0), for the summed loss: decay is per example times the batch
 * size. Where LARS or Muon moves a group, its rate does not depend on the batch size.
 */
export function ratesAt(recipe: Recipe, run: RunLength, step: number): BatchPlan['rates'] {
  const share = biasShare(recipe, run, step)
  const rates = trainedRates(recipe, run, step, share)
  return share > 0 ? rates : { ...rates, bias: null }
}

function trainedRates(recipe: Recipe, run: RunLength, step: number, biasTraining: number) {
  const { optimiser, batchSize, schedule } = recipe
  const value = scheduledValue(recipe, run, step)
  const decay = optimiser.weightDecay * batchSize
  const rate = (times: number, scheduled = value): GroupRate => ({
    learningRate: (scheduled / batchSize) * times,
    weightDecay: decay / times,
  })
  const plain = rate(1)
  const rates = {
    convWeight: plain,
    headWeight: plain,
    bias: plain,
    normScale: plain,
    normBias: rate(optimiser.normBiasRate),
  }
  switch (optimiser.kind) {
    case 'sgd':
      return rates
    case 'lars': {
      const weights = {
        learningRate: knotValue(schedule, run, step) * optimiser.weightRate,
        weightDecay: decay,
      }
      return { ...rates, convWeight: weights, headWeight: weights }
    }
    case 'muon': {
      const convolutions = knotValue(schedule, run, step) * optimiser.convolutions.rate
      const resting = scheduledValue(recipe, run, 0) * biasTraining
      return {
        ...rates,
        convWeight: { learningRate: convolutions, weightDecay: 0 },
        headWeight: rate(optimiser.headRate),
        bias: rate(optimiser.biasRate, optimiser.biasRests ? resting : value),
      }
    }
  }
}

/** How much of its training the whitening layer's bias has left, 1 to 0 or less; 1 all along where nothing ends it. */
function biasShare({ network }: Recipe, { stepsPerEpoch }: RunLength, step: number): number {
  const epochs = whiteningOf(network)?.biasEpochs ?? 0
  return epochs === 0 ? 1 : 1 - step / (epochs * stepsPerEpoch)
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

import type { BatchSpec, GroupRate } from '../../engine/engine.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { whiteningOf } from '../../recipe/schema/network.ts'
import type { MuonSettings } from '../../recipe/schema/optimiser.ts'
import { knotValue, scheduledValue, type RunLength } from '../../recipe/schedule/schedule.ts'

/** A product's rounding error, which must not add or take a step. */
const ROUNDING = 1e-9

/**
 * Rate and decay of every parameter group at a step (from 0), for the summed loss: decay is per example times the batch
 * size. Where LARS or Muon moves a group, its rate does not depend on the batch size.
 */
export function ratesAt(recipe: Recipe, run: RunLength, step: number): BatchSpec['rates'] {
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
      const { convolutions } = optimiser
      const resting = scheduledValue(recipe, run, 0) * biasTraining
      return {
        ...rates,
        convWeight: {
          learningRate: knotValue(schedule, run, step) * convolutions.rate,
          weightDecay: convolutions.weightDecay * batchSize,
          rescale: rescalesAt(convolutions.rescaling, run, step),
        },
        headWeight: rate(optimiser.headRate),
        bias: rate(optimiser.biasRate, optimiser.biasRests ? resting : value),
      }
    }
  }
}

/** The remaining share of the whitening bias's training, from 1 to 0 or less; always 1 if it never ends. */
function biasShare({ network }: Recipe, { stepsPerEpoch }: RunLength, step: number): number {
  const epochs = whiteningOf(network)?.biasEpochs ?? 0
  return epochs === 0 ? 1 : 1 - step / Math.ceil(epochs * stepsPerEpoch - ROUNDING)
}

/**
 * Whether Muon scales the weights before it moves them at `step` (from 0). Source: E1 of
 * fulcrumresearch/cifar-10-speedrun.
 */
function rescalesAt(
  { everySteps, growth }: MuonSettings['rescaling'],
  { steps }: Pick<RunLength, 'steps'>,
  step: number,
): boolean {
  const pauseAt = (at: number) => everySteps + Math.floor((growth * at) / steps + ROUNDING)
  let last = 0
  for (let at = 1; at <= step + 1; at++) {
    if (at - last >= pauseAt(at)) last = at
  }
  return last === step + 1
}

/** The share of the old average in the update after `step` (from 0), or null if no update is due. */
export function averageDecayAt(recipe: Recipe, run: RunLength, step: number): number | null {
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
    case 'tail': {
      const since = step + 1 - Math.max(0, run.steps - averaging.lastSteps)
      if (since === 0) return 0
      return since > 0 && since % averaging.everySteps === 0 ? averaging.keep : null
    }
  }
}

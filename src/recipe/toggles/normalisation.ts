import { retimed, withRateTimes } from '../schedule/knots.ts'
import type { Recipe } from '../recipe.ts'
import type { NormRecipe } from '../schema/network.ts'
import { withNetwork } from './families.ts'
import { switching } from './switching.ts'
import type { Toggle } from './toggle.ts'

const withNorm = (recipe: Recipe, change: Partial<NormRecipe>): Recipe =>
  withNetwork(recipe, { norm: { ...recipe.network.norm, ...change } })

const biasRate = switching<number>({
  get: ({ optimiser }) => optimiser.normBiasRate,
  set: (recipe, normBiasRate) => ({
    ...recipe,
    optimiser: { ...recipe.optimiser, normBiasRate },
  }),
  off: 1,
  usual: 64,
})

/** Trained scales fall to about a quarter; with scales frozen at 1, alpha, logits and the biases' rate compensate. */
const SCALE_GAIN = 4

function withPageScale(recipe: Recipe, alphaFactor: number, logitFactor: number): Recipe {
  const { network } = recipe
  const { activation, logitScale } = network
  return {
    ...recipe,
    network: {
      ...network,
      logitScale: logitScale * logitFactor,
      activation:
        activation.kind === 'celu'
          ? { kind: 'celu', alpha: activation.alpha * alphaFactor }
          : activation,
    },
  }
}

/** PyTorch's default weight of each batch in running statistics. */
const SLOW = 0.1

export const NORMALISATION_TOGGLES = {
  batchNorm: {
    title: 'Batch norm',
    group: 'normalisation',
    changes: ['network.norm.kind'],
    isOn: ({ network }) => network.norm.kind === 'batch',
    on: (recipe) => withNorm(recipe, { kind: 'batch' }),
    off: (recipe) => withNorm(recipe, { kind: 'none' }),
  },
  ghostNorm: {
    title: 'Ghost batch norm',
    group: 'normalisation',
    changes: ['network.norm.groupSize'],
    settings: [{ path: 'network.norm.groupSize', title: 'Images per group', values: [16, 32, 64] }],
    ...switching<number | null>({
      get: ({ network: { norm } }) => (norm.kind === 'batch' ? norm.groupSize : null),
      set: (recipe, groupSize) => withNorm(recipe, { groupSize }),
      off: null,
      usual: 32,
    }),
    retune: {
      page: {
        by: 'David Page',
        words: 'peak rate 0.4 to 0.6, 20 to 18 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) =>
          withRateTimes(retimed(recipe, on ? 18 / 20 : 20 / 18), on ? 1.5 : 1 / 1.5),
      },
    },
  },
  frozenScale: {
    title: 'Frozen batch-norm scales',
    group: 'normalisation',
    changes: ['network.norm.scale'],
    requires: [
      'network.norm.scaleInit',
      'network.activation.alpha',
      'network.logitScale',
      'optimiser.normBiasRate',
    ],
    isOn: ({ network: { norm } }) => norm.kind === 'batch' && norm.scale === 'frozen',
    conflict: ({ network: { norm } }) =>
      norm.scaleInit === 'uniform' ? 'Frozen scales must start at 1.' : null,
    on(recipe, preset) {
      const frozen = withNorm(recipe, { scale: 'frozen', scaleInit: 'one' })
      if (recipe.network.family === 'airbench') return frozen
      return biasRate.on(withPageScale(frozen, SCALE_GAIN, 1 / 2), preset)
    },
    off(recipe, preset) {
      const { scale, scaleInit } = preset.network.norm
      const trained = withNorm(recipe, {
        scale: 'trainable',
        scaleInit: scale === 'trainable' ? scaleInit : 'one',
      })
      if (recipe.network.family === 'airbench') return trained
      return biasRate.off(withPageScale(trained, 1 / SCALE_GAIN, 2), preset)
    },
    retune: {
      page: {
        by: 'David Page',
        words: '18 to 17 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => retimed(recipe, on ? 17 / 18 : 18 / 17),
      },
    },
  },
  biasRate: {
    title: 'Fast batch-norm biases',
    group: 'normalisation',
    changes: ['optimiser.normBiasRate'],
    settings: [{ path: 'optimiser.normBiasRate', title: 'Rate multiplier', values: [16, 64] }],
    ...biasRate,
    retune: {
      airbench: {
        by: 'Keller Jordan',
        words: '18 to 13.5 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => retimed(recipe, on ? 13.5 / 18 : 18 / 13.5),
      },
    },
  },
  fastStatistics: {
    title: 'Fast running statistics',
    group: 'normalisation',
    changes: ['network.norm.momentum'],
    settings: [
      { path: 'network.norm.momentum', title: 'Weight of each batch', values: [0.1, 0.4, 0.6] },
    ],
    ...switching<number>({
      get: ({ network: { norm } }) => (norm.kind === 'batch' ? norm.momentum : SLOW),
      set: (recipe, momentum) => withNorm(recipe, { momentum }),
      off: SLOW,
      usual: 0.4,
    }),
  },
} as const satisfies Record<string, Toggle>

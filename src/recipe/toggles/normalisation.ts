import { withLengthTimes, withRateTimes } from '../adjust.ts'
import type { NormRecipe, Recipe } from '../recipe.ts'
import { switching } from './switching.ts'
import { AIRBENCH, BAG_OF_TRICKS, type Toggle } from './toggle.ts'

const withNorm = (recipe: Recipe, change: Partial<NormRecipe>): Recipe => ({
  ...recipe,
  network: { ...recipe.network, norm: { ...recipe.network.norm, ...change } },
})

const withBiasRate = (recipe: Recipe, normBiasRate: number): Recipe => ({
  ...recipe,
  optimiser: { ...recipe.optimiser, normBiasRate },
})

const biasRate = switching({
  get: ({ optimiser }) => optimiser.normBiasRate,
  set: withBiasRate,
  off: 1,
  usual: 64,
})

/** Trained scales fall to about a quarter; frozen at 1, what they did is done by alpha, the logits and the biases' rate. */
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

export const NORMALISATION_TOGGLES = {
  ghostNorm: {
    title: 'Ghost batch norm',
    line: 'Normalises in small groups of images, as if batches were smaller.',
    paragraph:
      'Batch norm subtracts the mean and divides by the deviation of the whole batch; in groups of 32 both are noisier, and that noise helps as augmentation does. Page: 94.2% for 94.1% at 20 epochs, and it bears a higher rate: 18 epochs at a peak of 0.6, 52 to 46 s. At test time the groups’ running statistics are averaged.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
    group: 'normalisation',
    changes: ['network.norm.groupSize'],
    settings: [{ path: 'network.norm.groupSize', title: 'Images a group', values: [16, 32, 64] }],
    ...switching<number | null>({
      get: ({ network }) => network.norm.groupSize,
      set: (recipe, groupSize) => withNorm(recipe, { groupSize }),
      off: null,
      usual: 32,
    }),
    retune: {
      page: {
        by: 'Page',
        words: 'peak rate 0.4 to 0.6, 20 to 18 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) =>
          withRateTimes(withLengthTimes(recipe, on ? 18 / 20 : 20 / 18), on ? 1.5 : 1 / 1.5),
      },
    },
  },
  frozenScale: {
    title: 'Frozen batch-norm scales',
    line: 'Leaves batch norm’s scales at 1 instead of training them.',
    paragraph:
      'Page saw that trained scales mostly decay to about a quarter, with the layers after them making up for it. Left at 1 the numbers stay the same only if CELU’s alpha is four times as large (0.3), the logits are multiplied by 1/16 instead of 1/8, and the biases learn 64 times faster and decay 64 times less. That was worth 18 to 17 epochs, 46 to 43 s, and without the faster biases accuracy fell.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
    group: 'normalisation',
    changes: ['network.norm.scale'],
    requires: ['network.activation.alpha', 'network.logitScale', 'optimiser.normBiasRate'],
    isOn: ({ network }) => network.norm.scale === 'frozen',
    on(recipe, preset) {
      const frozen = withNorm(recipe, { scale: 'frozen' })
      if (recipe.network.family === 'airbench') return frozen
      return biasRate.on(withPageScale(frozen, SCALE_GAIN, 1 / 2), preset)
    },
    off(recipe) {
      const trained = withNorm(recipe, { scale: 'trainable' })
      if (recipe.network.family === 'airbench') return trained
      return biasRate.off(withPageScale(trained, 1 / SCALE_GAIN, 2), recipe)
    },
    retune: {
      page: {
        by: 'Page',
        words: '18 to 17 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 17 / 18 : 18 / 17),
      },
    },
  },
  biasRate: {
    title: 'Fast batch-norm biases',
    line: 'Lets batch norm’s biases learn 64 times faster than the weights.',
    paragraph:
      'The biases decide how much of a channel passes the activation, and at the weights’ rate they hardly move in so few steps. They learn 64 times faster and decay 64 times less, so that decay as such stays as it was. Page went over 16 to 64 with frozen scales; airbench’s 13.5 epochs for 18 come from it: 7.3 to 5.5 s.',
    source: AIRBENCH,
    part: 'Page, part 8',
    group: 'normalisation',
    changes: ['optimiser.normBiasRate'],
    settings: [{ path: 'optimiser.normBiasRate', title: 'Times the rate', values: [16, 64] }],
    ...biasRate,
    retune: {
      airbench: {
        by: 'Jordan',
        words: '18 to 13.5 epochs',
        changes: ['length.count'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 13.5 / 18 : 18 / 13.5),
      },
    },
  },
} as const satisfies Record<string, Toggle>

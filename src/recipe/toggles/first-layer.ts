import { retimed, withRateTimes } from '../schedule/knots.ts'
import type { Recipe } from '../recipe.ts'
import { type WhiteningRecipe, whiteningOf } from '../schema/network.ts'
import { onlyIn, withAirbench, withPage } from './families.ts'
import type { Toggle } from './toggle.ts'

const withWhitening = (recipe: Recipe, whitening: WhiteningRecipe | null): Recipe =>
  withAirbench(withPage(recipe, { whitening }), { whitening })

/** Changes a whitening layer; there may be none. */
function whitened(recipe: Recipe, change: Partial<WhiteningRecipe>): Recipe {
  const whitening = whiteningOf(recipe.network)
  return whitening === null ? recipe : withWhitening(recipe, { ...whitening, ...change })
}

/** Each author's own form. */
const usualIn = ({ network }: Recipe): WhiteningRecipe =>
  network.family === 'airbench'
    ? { kernel: 2, epsilon: 5e-4, images: 5000, biasEpochs: null, biasInit: 'zero' }
    : { kernel: 3, epsilon: 1e-2, images: 10_000, biasEpochs: 0, biasInit: 'zero' }

const biasEpochsOf = ({ network }: Recipe) => whiteningOf(network)?.biasEpochs

function hasBias({ network }: Recipe): boolean {
  const whitening = whiteningOf(network)
  return whitening !== null && whitening.biasEpochs !== 0
}

const needsWhitening = (recipe: Recipe) =>
  whiteningOf(recipe.network) === null ? 'Turn on “Patch whitening” first.' : null

/** Cutout of `from` pixels becomes one of `to`. */
const withCutout = (recipe: Recipe, from: number, to: number): Recipe =>
  recipe.augmentation.cutout === from
    ? { ...recipe, augmentation: { ...recipe.augmentation, cutout: to } }
    : recipe

export const FIRST_LAYER_TOGGLES = {
  whitening: {
    title: 'Patch whitening',
    group: 'firstLayer',
    changes: ['network.whitening'],
    settings: [
      { path: 'network.whitening.epsilon', title: 'Epsilon', values: [5e-4, 1e-2] },
      { path: 'network.whitening.images', title: 'Images', values: [5000, 10_000] },
    ],
    isOn: ({ network }) => whiteningOf(network) !== null,
    on: (recipe, preset) => withWhitening(recipe, whiteningOf(preset.network) ?? usualIn(recipe)),
    off: (recipe) => withWhitening(recipe, null),
    conflict: onlyIn(['page', 'airbench'], 'a whitened first layer'),
    retune: {
      page: {
        by: 'David Page',
        words: 'peak rate 0.6 to 1.0, cutout 8 to 5, 17 to 14 epochs',
        changes: ['length.count', 'schedule.knots', 'augmentation.cutout'],
        apply: (recipe, on) =>
          on
            ? withCutout(withRateTimes(retimed(recipe, 14 / 17), 1 / 0.6), 8, 5)
            : withCutout(withRateTimes(retimed(recipe, 17 / 14), 0.6), 5, 8),
      },
      airbench: {
        by: 'Keller Jordan',
        words: '34 to 21 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => retimed(recipe, on ? 21 / 34 : 34 / 21),
      },
    },
  },
  smallPatches: {
    title: '2x2 patches with negatives',
    group: 'firstLayer',
    changes: ['network.whitening.kernel'],
    isOn: ({ network }) => whiteningOf(network)?.kernel === 2,
    on: (recipe) => whitened(recipe, { kernel: 2 }),
    off: (recipe) => whitened(recipe, { kernel: 3 }),
    conflict: needsWhitening,
  },
  whiteningBias: {
    title: 'Bias after whitening',
    group: 'firstLayer',
    changes: ['network.whitening.biasEpochs'],
    settings: [
      { path: 'network.whitening.biasEpochs', title: 'Epochs trained', values: [1, 3, 5] },
    ],
    isOn: hasBias,
    on(recipe, preset) {
      const own = whiteningOf(preset.network)
      return whitened(recipe, { biasEpochs: own && hasBias(preset) ? own.biasEpochs : 3 })
    },
    off: (recipe) => whitened(recipe, { biasEpochs: 0 }),
    conflict: needsWhitening,
  },
  freezeWhiteningBias: {
    title: 'Whitening bias frozen early',
    group: 'firstLayer',
    changes: ['network.whitening.biasEpochs'],
    settings: [
      {
        path: 'network.whitening.biasEpochs',
        title: 'Epochs before freezing',
        values: [0.2, 1, 3],
      },
    ],
    isOn: (recipe) => (biasEpochsOf(recipe) ?? 0) > 0,
    on: (recipe, preset) => whitened(recipe, { biasEpochs: biasEpochsOf(preset) || 3 }),
    off: (recipe, preset) =>
      whitened(recipe, { biasEpochs: biasEpochsOf(preset) === 0 ? 0 : null }),
    conflict: needsWhitening,
  },
} as const satisfies Record<string, Toggle>

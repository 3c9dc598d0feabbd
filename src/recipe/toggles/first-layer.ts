import { withLengthTimes, withRateTimes } from '../adjust.ts'
import type { Recipe } from '../recipe.ts'
import { BAG_OF_TRICKS, type Toggle } from './toggle.ts'

/** Cutout of 8 pixels for 5, as far as there is any. */
const withCutout = (recipe: Recipe, from: number, to: number): Recipe =>
  recipe.augmentation.cutout === from
    ? { ...recipe, augmentation: { ...recipe.augmentation, cutout: to } }
    : recipe

export const FIRST_LAYER_TOGGLES = {
  whitening: {
    title: 'Patch whitening',
    line: 'Computes the first layer from the images instead of training it.',
    paragraph:
      'Neighbouring pixels say nearly the same, so patches of an image vary in few directions. The first convolution’s filters are the directions in which 3x3 patches of 10,000 training images vary, each scaled to the same strength, and stay as they are; a trained 1x1 convolution mixes them. Page: 94.4% for 94.1% at 17 epochs, or 94.1% at 15 in 39 s, and with a higher rate and smaller cutout at 14 in 36 s.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
    group: 'firstLayer',
    changes: ['network.whitening'],
    settings: [
      { path: 'network.whitening.epsilon', title: 'Epsilon', values: [5e-4, 1e-2] },
      { path: 'network.whitening.images', title: 'Images', values: [5000, 10_000] },
    ],
    isOn: ({ network }) => network.family !== 'plain' && network.whitening !== null,
    on(recipe, preset) {
      const { network } = recipe
      if (network.family !== 'page') return recipe
      const own = preset.network.family === 'page' ? preset.network.whitening : null
      return {
        ...recipe,
        network: { ...network, whitening: own ?? { epsilon: 1e-2, images: 10_000 } },
      }
    },
    off(recipe) {
      const { network } = recipe
      if (network.family !== 'page') return recipe
      return { ...recipe, network: { ...network, whitening: null } }
    },
    conflict: ({ network }) =>
      network.family === 'plain' ? 'The tiny network has no first layer to whiten.' : null,
    retune: {
      page: {
        by: 'Page',
        words: 'peak rate 0.6 to 1.0, cutout 8 to 5, 17 to 14 epochs',
        changes: ['length.count', 'schedule.knots', 'augmentation.cutout'],
        apply: (recipe, on) =>
          on
            ? withCutout(withRateTimes(withLengthTimes(recipe, 14 / 17), 1 / 0.6), 8, 5)
            : withCutout(withRateTimes(withLengthTimes(recipe, 17 / 14), 0.6), 5, 8),
      },
    },
  },
} as const satisfies Record<string, Toggle>

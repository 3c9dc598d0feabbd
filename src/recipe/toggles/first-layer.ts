import { withLengthTimes, withRateTimes } from '../adjust.ts'
import type { Recipe } from '../recipe.ts'
import type { Toggle } from './toggle.ts'

/** Cutout of 8 pixels for 5, as far as there is any. */
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

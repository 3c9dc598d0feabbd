import type { AugmentationRecipe, Recipe } from '../recipe.ts'
import { withLengthTimes } from '../adjust.ts'
import { switching } from './switching.ts'
import type { Toggle } from './toggle.ts'

function augmenting<K extends keyof AugmentationRecipe>(
  field: K,
  values: { readonly off: AugmentationRecipe[K]; readonly usual: AugmentationRecipe[K] },
) {
  return switching<AugmentationRecipe[K]>({
    ...values,
    get: ({ augmentation }) => augmentation[field],
    set: (recipe, value) => ({
      ...recipe,
      augmentation: { ...recipe.augmentation, [field]: value },
    }),
  })
}

const withFlip = (recipe: Recipe, flip: AugmentationRecipe['flip']): Recipe => ({
  ...recipe,
  augmentation: { ...recipe.augmentation, flip },
})

export const DATA_TOGGLES = {
  crop: {
    title: 'Random crop',
    group: 'data',
    changes: ['augmentation.cropPadding'],
    settings: [{ path: 'augmentation.cropPadding', title: 'Border, pixels', values: [2, 4] }],
    ...augmenting('cropPadding', { off: 0, usual: 4 }),
  },
  flip: {
    title: 'Random mirror',
    group: 'data',
    changes: ['augmentation.flip'],
    ...augmenting('flip', { off: 'off', usual: 'random' }),
  },
  alternatingFlip: {
    title: 'Alternating mirror',
    group: 'data',
    changes: ['augmentation.flip'],
    isOn: ({ augmentation }) => augmentation.flip === 'alternating',
    on: (recipe) => withFlip(recipe, 'alternating'),
    off: (recipe, { augmentation }) =>
      withFlip(recipe, augmentation.flip === 'alternating' ? 'random' : augmentation.flip),
    retune: {
      airbench: {
        by: 'Jordan',
        words: '10.8 to 9.9 epochs',
        changes: ['length.count'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 9.9 / 10.8 : 10.8 / 9.9),
      },
    },
  },
  cutout: {
    title: 'Cutout',
    group: 'data',
    changes: ['augmentation.cutout'],
    settings: [{ path: 'augmentation.cutout', title: 'Side, pixels', values: [5, 8, 12] }],
    ...augmenting('cutout', { off: 0, usual: 8 }),
  },
} as const satisfies Record<string, Toggle>

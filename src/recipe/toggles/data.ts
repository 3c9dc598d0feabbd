import type { NormalisationRecipe, Recipe } from '../recipe.ts'
import type { AugmentationRecipe } from '../schema/augmentation.ts'
import { retimed } from '../schedule/knots.ts'
import { sidesConflict } from '../schedule/sides.ts'
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

const withAugmentation = (recipe: Recipe, change: Partial<AugmentationRecipe>): Recipe => ({
  ...recipe,
  augmentation: { ...recipe.augmentation, ...change },
})

/** The first epoch of a run's second half, as in hlb. */
const secondHalf = ({ length }: Recipe): number =>
  length.unit === 'epochs' ? Math.ceil(length.count / 2) : 0

/** As in E1: a third of the run each at 24, 28 and 32 pixels, in whole epochs. */
const growing = ({ length }: Recipe): AugmentationRecipe['sides'] =>
  [24, 28, 32].map((side, i) => ({ fromEpoch: Math.round((i * length.count) / 3), side }))

/** Where augmentation runs instead of `place`: where the preset runs it, or on the CPU before each step. */
const deviceInsteadOf = (place: AugmentationRecipe['place'], { augmentation }: Recipe) =>
  augmentation.place === place ? 'cpuEachStep' : augmentation.place

export const DATA_TOGGLES = {
  crop: {
    title: 'Random crop',
    group: 'data',
    changes: ['augmentation.cropPadding'],
    settings: [{ path: 'augmentation.cropPadding', title: 'Padding', values: [2, 4] }],
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
    on: (recipe) => withAugmentation(recipe, { flip: 'alternating' }),
    off: (recipe, { augmentation }) =>
      withAugmentation(recipe, {
        flip: augmentation.flip === 'alternating' ? 'random' : augmentation.flip,
      }),
    retune: {
      airbench: {
        by: 'Keller Jordan',
        words: '10.8 to 9.9 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => retimed(recipe, on ? 9.9 / 10.8 : 10.8 / 9.9),
      },
    },
  },
  cutout: {
    title: 'Cutout',
    group: 'data',
    changes: ['augmentation.cutout'],
    settings: [{ path: 'augmentation.cutout', title: 'Side', values: [5, 8, 12] }],
    ...augmenting('cutout', { off: 0, usual: 8 }),
  },
  cutMix: {
    title: 'CutMix',
    group: 'data',
    changes: ['augmentation.cutMix'],
    settings: [{ path: 'augmentation.cutMix.side', title: 'Side', values: [3, 10] }],
    isOn: ({ augmentation }) => augmentation.cutMix !== null,
    on: (recipe, preset) =>
      withAugmentation(recipe, {
        cutMix: preset.augmentation.cutMix ?? { side: 3, fromEpoch: secondHalf(recipe) },
      }),
    off: (recipe) => withAugmentation(recipe, { cutMix: null }),
  },
  jitter: {
    title: 'Brightness and contrast',
    group: 'data',
    changes: ['augmentation.jitter'],
    settings: [
      {
        path: 'augmentation.jitter.brightness',
        title: 'Brightness, ±',
        values: [0.07, 0.14, 0.28],
      },
      {
        path: 'augmentation.jitter.contrast',
        title: 'Contrast, ±',
        values: [0.07, 0.13, 0.26],
      },
    ],
    ...augmenting('jitter', { off: null, usual: { brightness: 0.1399, contrast: 0.1308 } }),
  },
  growingImages: {
    title: 'Growing images',
    group: 'data',
    changes: ['augmentation.sides'],
    isOn: ({ augmentation }) => augmentation.sides.length > 0,
    on: (recipe, preset) =>
      withAugmentation(recipe, {
        sides: preset.augmentation.sides.length > 0 ? preset.augmentation.sides : growing(recipe),
      }),
    off: (recipe) => withAugmentation(recipe, { sides: [] }),
    conflict: (recipe) =>
      recipe.length.unit === 'steps'
        ? 'Growing images need a length in epochs, not steps.'
        : sidesConflict(recipe),
  },
  groupedDraws: {
    title: 'Augmentation in groups',
    group: 'data',
    changes: ['augmentation.draws'],
    ...augmenting('draws', { off: 'independent', usual: 'grouped' }),
  },
  reshuffle: {
    title: 'Shuffle every epoch',
    group: 'data',
    changes: ['augmentation.order'],
    ...augmenting('order', { off: 'once', usual: 'everyEpoch' }),
  },
  gpuAugmentation: {
    title: 'Augment on the GPU',
    group: 'data',
    changes: ['augmentation.place'],
    isOn: ({ augmentation }) => augmentation.place === 'gpu',
    on: (recipe) => withAugmentation(recipe, { place: 'gpu' }),
    off: (recipe, preset) => withAugmentation(recipe, { place: deviceInsteadOf('gpu', preset) }),
  },
  bulkAugmentation: {
    title: 'Augment an epoch at once',
    group: 'data',
    changes: ['augmentation.place'],
    isOn: ({ augmentation }) => augmentation.place === 'cpuOncePerEpoch',
    on: (recipe) => withAugmentation(recipe, { place: 'cpuOncePerEpoch' }),
    off: (recipe, preset) =>
      withAugmentation(recipe, { place: deviceInsteadOf('cpuOncePerEpoch', preset) }),
  },
  learnedNormalisation: {
    title: 'Compute mean and deviation',
    group: 'data',
    changes: ['normalisation'],
    ...switching<NormalisationRecipe>({
      get: ({ normalisation }) => normalisation,
      set: (recipe, normalisation) => ({ ...recipe, normalisation }),
      off: 'published',
      usual: 'learned',
    }),
  },
} as const satisfies Record<string, Toggle>

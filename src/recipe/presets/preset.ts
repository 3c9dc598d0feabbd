import type { AugmentationRecipe, NormRecipe, Recipe } from '../recipe.ts'

export interface Preset {
  readonly name: string
  readonly title: string
  /** One sentence for a person who chooses. */
  readonly summary: string
  /** What its authors reported, if they did: accuracy in percent, seconds, and on what. */
  readonly published: {
    readonly accuracy: number
    readonly seconds: number
    readonly device: string
    readonly source: string
  } | null
  readonly recipe: Recipe
}

/** PyTorch’s batch norm. */
export const PLAIN_NORM: NormRecipe = {
  epsilon: 1e-5,
  momentum: 0.1,
  groupSize: null,
  scale: 'trainable',
  scaleInit: 'one',
}

/** Crops and mirrors, drawn for each image in each epoch. */
export const PLAIN_AUGMENTATION: AugmentationRecipe = {
  cropPadding: 4,
  flip: 'random',
  cutout: 0,
  cutMix: null,
  draws: 'independent',
  order: 'everyEpoch',
  place: 'gpu',
}

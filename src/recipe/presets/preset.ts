import type { AugmentationRecipe, NormRecipe, Recipe, ScheduleRecipe } from '../recipe.ts'

/** Whose recipes belong together where they are listed. */
export const SERIES = ['auto', 'airbench', 'bag', 'search', 'dawn', 'others'] as const

export interface Published {
  /** Of the test images, in percent. */
  readonly accuracy: number
  readonly seconds: number
  readonly device: string
  readonly source: string
}

/** A recipe that somebody published, or this page's own. What it is for is told apart from it, in `explanations/`. */
export interface Preset {
  readonly name: string
  readonly title: string
  readonly series: (typeof SERIES)[number]
  /** What its authors reported, if they did. */
  readonly published: Published | null
  /** Where nobody reported anything: the accuracy in percent that published figures make likely, not measured here. */
  readonly expected: number | null
  readonly recipe: Recipe
}

/** PyTorch’s batch norm. */
export const PLAIN_NORM: NormRecipe = {
  kind: 'batch',
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

/** Page's kind of schedule: knots in epochs, the first step called 1. */
export const epochKnots = (
  batchSize: number,
  knots: ScheduleRecipe['knots'],
): Pick<Recipe, 'length' | 'schedule'> => ({
  length: { unit: 'epochs', count: knots[knots.length - 1][0] },
  schedule: { unit: 'epoch', knots, batchSize, scaling: 'sum', firstStep: 1 },
})

/** Up to the peak in a straight line, over a fifth of the run unless told otherwise, and down to 0; batches of 512. */
export const triangle = (
  epochs: number,
  peak: number,
  warmUp: number = epochs / 5,
): Pick<Recipe, 'length' | 'schedule'> =>
  epochKnots(512, [
    [0, 0],
    [warmUp, peak],
    [epochs, 0],
  ])

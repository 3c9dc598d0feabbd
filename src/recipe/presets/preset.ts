import type { Recipe } from '../recipe.ts'
import type { AugmentationRecipe } from '../schema/augmentation.ts'
import type { NormRecipe } from '../schema/network.ts'
import type { ScheduleRecipe } from '../schema/schedule.ts'

/** Groups of recipes in lists. */
export const SERIES = ['auto', 'airbench', 'bag', 'search', 'dawn', 'others'] as const

export interface Published {
  /** Of the test images, in percent. */
  readonly accuracy: number
  readonly seconds: number
  readonly device: string
  readonly source: string
  /** How many of their runs reached 94%, where reported. */
  readonly reached?: { readonly runs: number; readonly of: number }
}

/** A published recipe, or one of lab94's own. `explanations/` says what it is for. */
export interface Preset {
  readonly name: string
  readonly title: string
  readonly series: (typeof SERIES)[number]
  /** What its authors reported; null for lab94's own. */
  readonly published: Published | null
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

/** Random crop and mirror for each image in each epoch. */
export const PLAIN_AUGMENTATION: AugmentationRecipe = {
  cropPadding: 4,
  flip: 'random',
  cutout: 0,
  cutMix: null,
  jitter: null,
  sides: [],
  draws: 'independent',
  order: 'everyEpoch',
  place: 'gpu',
}

/** David Page's kind of schedule: knots in epochs; the first step is 1. */
export const epochKnots = (
  batchSize: number,
  knots: ScheduleRecipe['knots'],
): Pick<Recipe, 'length' | 'schedule'> => ({
  length: { unit: 'epochs', count: knots[knots.length - 1][0] },
  schedule: { unit: 'epoch', knots, batchSize, scaling: 'sum', firstStep: 1 },
})

/** Linear up to the peak, over a fifth of the run by default, then linear to 0; batches of 512. */
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

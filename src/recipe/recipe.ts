import * as v from 'valibot'
import { AugmentationSchema } from './schema/augmentation.ts'
import { AveragingSchema } from './schema/averaging.ts'
import { NetworkSchema } from './schema/network.ts'
import { batch, share } from './schema/numbers.ts'
import { OptimiserSchema } from './schema/optimiser.ts'
import type { ReadOnly } from './schema/read-only.ts'
import { LengthSchema, ScheduleSchema } from './schema/schedule.ts'
import { ViewsSchema } from './schema/views.ts'

/** The fields of a recipe, each within its limits; `RecipeSchema` also checks how they go together. */
export const RecipeFields = v.object({
  network: NetworkSchema,
  /** Mean and deviation of pixels: as published, or computed from the training images at hand. */
  normalisation: v.picklist(['published', 'learned']),
  augmentation: AugmentationSchema,
  batchSize: batch,
  length: LengthSchema,
  labelSmoothing: share,
  schedule: ScheduleSchema,
  optimiser: OptimiserSchema,
  averaging: AveragingSchema,
  views: ViewsSchema,
  precision: v.picklist(['auto', 'f16', 'f32']),
})

/** Everything that decides what is trained and how; with a seed and the data it decides the run. */
export type Recipe = ReadOnly<v.InferOutput<typeof RecipeFields>>
export type NormalisationRecipe = Recipe['normalisation']
export type Precision = Recipe['precision']

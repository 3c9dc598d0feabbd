import * as v from 'valibot'
import { type Recipe, RecipeFields } from './recipe.ts'
import { sidesConflict } from './schedule/sides.ts'
import { MAX_STEPS, words } from './schema/numbers.ts'

/** All of CIFAR-10's. The folder of recipes knows nothing of `src/data/`. */
const TRAIN_IMAGES = 50_000

/** A valid recipe, from any source: a preset, an override, a link. */
export const RecipeSchema: v.GenericSchema<unknown, Recipe> = v.pipe(
  RecipeFields,
  v.check(
    ({ batchSize, network }) => batchSize % (network.norm.groupSize ?? 1) === 0,
    'The batch size must be a multiple of the ghost group size.',
  ),
  v.check(
    ({ batchSize, length }) =>
      length.unit === 'steps' || length.count * Math.ceil(TRAIN_IMAGES / batchSize) <= MAX_STEPS,
    `A run can have at most ${words(MAX_STEPS)} steps. Choose fewer epochs or a larger batch size.`,
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    const conflict = dataset.typed ? sidesConflict(dataset.value) : null
    if (conflict !== null) addIssue({ message: conflict })
  }),
)

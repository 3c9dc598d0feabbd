import { DATASET_SIZES, type DatasetName } from '../../data/datasets.ts'
import { resolveRecipe, type RecipeChoice } from '../../recipe/choice.ts'
import { runLength, sampleSchedule } from '../../recipe/schedule/schedule.ts'
import type { RunSchedule } from '../../trainer/events.ts'

/** The part of a run's schedule that depends on the recipe only. */
export type Outlook = Pick<RunSchedule, 'length' | 'schedule'>

/** The length and rates of a run before it starts. */
export function outlookOf(choice: RecipeChoice, dataset: DatasetName): Outlook {
  const recipe = resolveRecipe(choice)
  const length = runLength(recipe, DATASET_SIZES[dataset].train)
  return { length, schedule: sampleSchedule(recipe, length) }
}

import { DATA_FILES, RECORDS_PER_FILE } from '../data/cifar10.ts'
import { SAMPLE_TRAIN_RECORDS } from '../data/sample/sample.ts'
import type { DatasetName } from '../data/status.ts'
import { resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import { runLength, sampleSchedule } from '../recipe/schedule.ts'
import type { RunPlan } from '../trainer/events.ts'

const FULL_TRAIN_RECORDS =
  DATA_FILES.filter((file) => file.split === 'train').length * RECORDS_PER_FILE

/** The part of a run's plan that its recipe alone decides. */
export type Outlook = Pick<RunPlan, 'length' | 'schedule'>

/** How long a run will be and at which rates, before there is a plan of it. */
export function outlookOf(choice: RecipeChoice, dataset: DatasetName): Outlook {
  const recipe = resolveRecipe(choice)
  const images = dataset === 'full' ? FULL_TRAIN_RECORDS : SAMPLE_TRAIN_RECORDS
  const length = runLength(recipe, images)
  return { length, schedule: sampleSchedule(recipe, length) }
}

import { DATA_FILES, RECORDS_PER_FILE } from '../data/cifar10.ts'
import { SAMPLE_TEST_RECORDS, SAMPLE_TRAIN_RECORDS } from '../data/sample/sample.ts'
import type { DatasetName } from '../data/status.ts'
import { resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import { runLength, sampleSchedule } from '../recipe/schedule.ts'
import type { RunPlan } from '../trainer/events.ts'

const inFull = (wanted: 'train' | 'test') =>
  DATA_FILES.filter(({ split }) => split === wanted).length * RECORDS_PER_FILE

const IMAGES = {
  full: { train: inFull('train'), test: inFull('test') },
  sample: { train: SAMPLE_TRAIN_RECORDS, test: SAMPLE_TEST_RECORDS },
} as const

/** How many images a data set has for training and for the test. */
export const imagesOf = (dataset: DatasetName): { train: number; test: number } => IMAGES[dataset]

/** The part of a run's plan that its recipe alone decides. */
export type Outlook = Pick<RunPlan, 'length' | 'schedule'>

/** How long a run will be and at which rates, before there is a plan of it. */
export function outlookOf(choice: RecipeChoice, dataset: DatasetName): Outlook {
  const recipe = resolveRecipe(choice)
  const length = runLength(recipe, imagesOf(dataset).train)
  return { length, schedule: sampleSchedule(recipe, length) }
}

import { DATA_FILES, RECORDS_PER_FILE } from '../../data/cifar10.ts'
import { SAMPLE_TEST_RECORDS, SAMPLE_TRAIN_RECORDS } from '../../data/sample/sample.ts'
import type { DatasetName } from '../../data/status.ts'
import { resolveRecipe, type RecipeChoice } from '../../recipe/choice.ts'
import { runLength, sampleSchedule } from '../../recipe/schedule/schedule.ts'
import type { RunSchedule } from '../../trainer/events.ts'

const inFull = (wanted: 'train' | 'test') =>
  DATA_FILES.filter(({ split }) => split === wanted).length * RECORDS_PER_FILE

const IMAGES = {
  full: { train: inFull('train'), test: inFull('test') },
  sample: { train: SAMPLE_TRAIN_RECORDS, test: SAMPLE_TEST_RECORDS },
} as const

/** Sizes of a data set's splits. */
export const splitSizes = (dataset: DatasetName): { train: number; test: number } => IMAGES[dataset]

/** The part of a run's schedule that depends on the recipe only. */
export type Outlook = Pick<RunSchedule, 'length' | 'schedule'>

/** The length and rates of a run before it starts. */
export function outlookOf(choice: RecipeChoice, dataset: DatasetName): Outlook {
  const recipe = resolveRecipe(choice)
  const length = runLength(recipe, splitSizes(dataset).train)
  return { length, schedule: sampleSchedule(recipe, length) }
}

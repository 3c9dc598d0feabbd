import type { Recipe } from '../recipe.ts'
import type { ScheduleRecipe } from '../schema/schedule.ts'

type Scheduled = Pick<Recipe, 'schedule' | 'batchSize'>

/** The piecewise-linear function through `knots`, constant beyond both ends. */
export function interpolateKnots(knots: readonly (readonly [number, number])[], x: number): number {
  const after = knots.findIndex(([position]) => position >= x)
  if (after === -1) return knots[knots.length - 1][1]
  if (after === 0) return knots[0][1]
  const [x0, y0] = knots[after - 1]
  const [x1, y1] = knots[after]
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}

export interface RunLength {
  readonly stepsPerEpoch: number
  readonly steps: number
  /** Epochs of the run; the last may be shorter. */
  readonly epochs: number
}

/** A batch that is larger than the set of images. */
class BatchTooLarge extends RangeError {
  override readonly name = 'BatchTooLarge'
  readonly advice = 'Choose a smaller batch size in the recipe, or train on all images.'
}

/** Tolerance for rounding errors such as 100 * 1.1 = 110.00000000000001, which must not add a step. */
const ROUNDING = 1e-9

/**
 * How many steps a recipe takes on `trainImages` images; the last, smaller batch of an epoch is dropped. Throws
 * BatchTooLarge.
 */
export function runLength(
  { batchSize, length }: Pick<Recipe, 'batchSize' | 'length'>,
  trainImages: number,
): RunLength {
  const stepsPerEpoch = Math.floor(trainImages / batchSize)
  if (stepsPerEpoch === 0) {
    throw new BatchTooLarge(
      `A batch of ${batchSize} images needs at least ${batchSize} training images, but there are only ${trainImages}.`,
    )
  }
  const steps =
    length.unit === 'steps' ? length.count : Math.ceil(stepsPerEpoch * length.count - ROUNDING)
  return { stepsPerEpoch, steps, epochs: steps / stepsPerEpoch }
}

/** The learning rate for the mean loss at a step, `step` counted from 0. */
export function scheduledValue(recipe: Scheduled, run: RunLength, step: number): number {
  const { schedule, batchSize } = recipe
  const growth = schedule.scaling === 'sum' ? batchSize / schedule.batchSize : 1
  return growth * knotValue(schedule, run, step)
}

/** The schedule's own value at a step, for its own batch size. */
export function knotValue(schedule: ScheduleRecipe, run: RunLength, step: number): number {
  const position = step + schedule.firstStep
  if (schedule.unit === 'epoch') {
    return interpolateKnots(schedule.knots, position / run.stepsPerEpoch)
  }
  const inSteps = schedule.knots.map(
    ([share, value]) => [Math.floor(share * run.steps), value] as const,
  )
  return interpolateKnots(inSteps, position)
}

/** The learning rate of a step for the summed loss: the scheduled value over the batch size. */
export const learningRate = (recipe: Scheduled, run: RunLength, step: number): number =>
  scheduledValue(recipe, run, step) / recipe.batchSize

/** Points a run's schedule is drawn with. */
const SAMPLED_STEPS = 240

/** The scheduled values from the first step to the last, for drawing. */
export function sampleSchedule(
  recipe: Scheduled,
  run: RunLength,
): { readonly epoch: number; readonly rate: number }[] {
  const points = Math.min(run.steps, SAMPLED_STEPS)
  return Array.from({ length: points + 1 }, (_, i) => {
    const step = Math.round((i * run.steps) / points)
    return { epoch: step / run.stepsPerEpoch, rate: scheduledValue(recipe, run, step) }
  })
}

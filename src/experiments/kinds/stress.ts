import { DATASET_SIZES, type DatasetName } from '../../data/datasets.ts'
import * as v from 'valibot'
import {
  type RecipeChoice,
  RecipeChoiceSchema,
  refusal,
  resolveRecipe,
  withFields,
  withToggle,
} from '../../recipe/choice.ts'
import { exponentialKnots } from '../../recipe/schedule/exponential-knots.ts'
import { scheduledValue } from '../../recipe/schedule/schedule.ts'
import type { RunRecord, StepCurve } from '../../runs/record/record.ts'
import { COMMON, type ExperimentKind, type SpecOf } from '../kind.ts'
import { isOver } from './sweep.ts'
import { tidy } from './varied.ts'

/** A rate that rises exponentially until training breaks, with batch norm and without: part 7 of David Page's series. */
export const StressTestSchema = v.object({
  kind: v.literal('stress'),
  ...COMMON,
  base: RecipeChoiceSchema,
  epochs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
  /** Rates of the first and last step, for the mean loss. */
  first: v.pipe(v.number(), v.gtValue(0), v.maxValue(1e6)),
  last: v.pipe(v.number(), v.gtValue(0), v.maxValue(1e6)),
})

export type StressTest = v.InferOutput<typeof StressTestSchema>
type StressSpec = SpecOf<StressTest>

/** Steps over which the rate rises, at least. */
const STEPS = 250

/** Epochs that a stress test of a recipe takes. */
export const stressEpochs = (base: RecipeChoice, dataset: DatasetName): number =>
  Math.ceil(STEPS / Math.floor(DATASET_SIZES[dataset].train / resolveRecipe(base).batchSize))

export const STRESS_RATES = { first: 1e-4, last: 100 }

/** With batch norm, and without. */
export const STRESS_NORMS = [true, false] as const

export const STRESS: ExperimentKind<StressSpec> = {
  arms: (spec) => STRESS_NORMS.map((norm) => stressed(spec, norm)),
  counts: isOver,
}

/** The recipe of a stress test with batch norm or without. */
function stressed(
  { base, epochs, first, last }: Pick<StressSpec, 'base' | 'epochs' | 'first' | 'last'>,
  norm: boolean,
): RecipeChoice {
  const risen = withFields(base, {
    'length.unit': 'epochs',
    'length.count': epochs,
    'schedule.unit': 'run',
    'schedule.scaling': 'mean',
    'schedule.knots': exponentialKnots(first, last).map(([at, value]) => [tidy(at), tidy(value)]),
  })
  return withToggle(risen, 'batchNorm', norm)
}

/** Whether a recipe can be run with and without batch norm. */
export const isStressable = (base: RecipeChoice): boolean =>
  STRESS_NORMS.every(
    (norm) => refusal(stressed({ ...STRESS_RATES, base, epochs: 1 }, norm)) === null,
  )

export interface RateLoss {
  readonly step: number
  /** As for a mean loss. */
  readonly rate: number
  readonly loss: number
}

/** The losses of a stress test's steps by learning rate. */
export function lossByRate(record: RunRecord, { stepsPerPoint, loss }: StepCurve): RateLoss[] {
  const { recipe, stepsPerEpoch, steps } = record
  const length = { stepsPerEpoch, steps, epochs: steps / stepsPerEpoch }
  return loss.flatMap((value, i) => {
    if (value === null) return []
    const step = (i + 0.5) * stepsPerPoint - 0.5
    return [{ step, rate: scheduledValue(recipe, length, step), loss: value }]
  })
}

import * as v from 'valibot'
import { RecipeChoiceSchema, resolveRecipe } from '../recipe/choice.ts'
import { COMMON, type ExperimentKind, type Planned } from './kind.ts'
import type { Results } from './results.ts'
import { isOver, type MeasuredPoint, measuredPoints, type SweepPoint } from './sweep.ts'
import { peakRate, withBatch, withRate } from './varied.ts'

const BatchSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8192))
const Factor = v.pipe(v.number(), v.gtValue(0), v.maxValue(1000))

/** A recipe over a range of rates, at several batch sizes: part 2 of David Page's series. */
export const RegimesSchema = v.object({
  kind: v.literal('regimes'),
  ...COMMON,
  base: RecipeChoiceSchema,
  batchSizes: v.pipe(v.array(BatchSize), v.minLength(1), v.maxLength(4)),
  /** What the recipe's rates are multiplied by. */
  rates: v.pipe(v.array(Factor), v.minLength(2), v.maxLength(20)),
})

export type Regimes = v.InferOutput<typeof RegimesSchema>
type RegimesPlan = Planned<Regimes>

export const REGIME_BATCHES = [128, 512]
export const REGIME_RATES = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8]

/** Images that rates are stated for, so that rates of different batch sizes can be compared: an image counts alike. */
export const PER_IMAGES = 512

export const REGIMES: ExperimentKind<RegimesPlan> = {
  arms: (plan) => linesOf(plan).flatMap(({ points }) => points.map(({ choice }) => choice)),
  counts: isOver,
}

export interface RegimeLine {
  readonly batchSize: number
  /** By peak rate for `PER_IMAGES` images, rising. */
  readonly points: readonly MeasuredPoint[]
}

/** What each batch size came to by rate. */
export const regimeLines = (plan: RegimesPlan, { known }: Results): RegimeLine[] =>
  linesOf(plan).map(({ batchSize, points }) => ({
    batchSize,
    points: measuredPoints(points, plan.seeds, known),
  }))

const linesOf = ({ base, batchSizes, rates }: RegimesPlan) =>
  batchSizes.map((batchSize) => {
    const resized = withBatch(base, batchSize)
    const points = rates.map((factor): SweepPoint => {
      const choice = withRate(resized, factor)
      const recipe = resolveRecipe(choice)
      return { x: (peakRate(recipe) * PER_IMAGES) / recipe.batchSize, choice }
    })
    return { batchSize, points }
  })

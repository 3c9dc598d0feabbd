import * as v from 'valibot'
import { RecipeChoiceSchema, resolveRecipe } from '../../recipe/choice.ts'
import { COMMON, type ExperimentKind, type SpecOf } from '../kind.ts'
import type { Results } from '../outcome.ts'
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
  /** Factors on the recipe's rates. */
  rates: v.pipe(v.array(Factor), v.minLength(2), v.maxLength(20)),
})

export type Regimes = v.InferOutput<typeof RegimesSchema>
type RegimesSpec = SpecOf<Regimes>

export const REGIME_BATCHES = [128, 512]
export const REGIME_RATES = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8]

/** Rates are stated for this many images, so that those of different batch sizes can be compared. */
export const PER_IMAGES = 512

export const REGIMES: ExperimentKind<RegimesSpec> = {
  arms: (spec) => linesOf(spec).flatMap(({ points }) => points.map(({ choice }) => choice)),
  counts: isOver,
}

export interface RegimeLine {
  readonly batchSize: number
  /** By peak rate for `PER_IMAGES` images, rising. */
  readonly points: readonly MeasuredPoint[]
}

/** Results of each batch size by rate. */
export const regimeLines = (spec: RegimesSpec, { known }: Results): RegimeLine[] =>
  linesOf(spec).map(({ batchSize, points }) => ({
    batchSize,
    points: measuredPoints(points, spec.seeds, known),
  }))

const linesOf = ({ base, batchSizes, rates }: RegimesSpec) =>
  batchSizes.map((batchSize) => {
    const resized = withBatch(base, batchSize)
    const points = rates.map((factor): SweepPoint => {
      const choice = withRate(resized, factor)
      const recipe = resolveRecipe(choice)
      return { x: (peakRate(recipe) * PER_IMAGES) / recipe.batchSize, choice }
    })
    return { batchSize, points }
  })

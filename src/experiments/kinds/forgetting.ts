import * as v from 'valibot'
import { RecipeChoiceSchema } from '../../recipe/choice.ts'
import { diverged, type RunRecord } from '../../runs/record/record.ts'
import { summarise } from '../../runs/statistics/samples.ts'
import { COMMON, type ExperimentKind, type SpecOf, wentToItsEnd } from '../kind.ts'
import type { Results } from '../outcome.ts'
import { withRate, withRateHeld } from './varied.ts'

/** Forgetting at several constant learning rates: part 2 of David Page's series. */
export const ForgettingTestSchema = v.object({
  kind: v.literal('forgetting'),
  ...COMMON,
  base: RecipeChoiceSchema,
  /** Factors on the recipe's rates. */
  rates: v.pipe(
    v.array(v.pipe(v.number(), v.gtValue(0), v.maxValue(1000))),
    v.minLength(1),
    v.maxLength(4),
  ),
})

export type ForgettingTest = v.InferOutput<typeof ForgettingTestSchema>
type ForgettingSpec = SpecOf<ForgettingTest>

export const FORGETTING_RATES = [1 / 8, 1, 4]

/** Points of a curve, and images that each is the mean of. */
const GROUPS = 20
const IMAGES = 1000

export const FORGETTING: ExperimentKind<ForgettingSpec> = {
  arms: ({ base, rates }) => rates.map((factor) => withRateHeld(withRate(base, factor))),
  measures: { forgetting: { groups: GROUPS, images: IMAGES } },
  counts: (record) => (wentToItsEnd(record) && record.forgetting !== undefined) || diverged(record),
}

export interface ForgettingLine {
  readonly factor: number
  /** By epochs since the images were trained on; means over seeds, with the range. Empty if no run has finished. */
  readonly points: readonly ForgettingMean[]
  /** Loss on images never trained on; null if no run has finished. */
  readonly testLoss: number | null
  readonly diverged: boolean
}

interface ForgettingMean {
  readonly epochsAgo: number
  readonly loss: number
  readonly low: number
  readonly high: number
}

/** The forgetting curve of each rate. */
export const forgettingLines = ({ rates }: ForgettingSpec, { arms }: Results): ForgettingLine[] =>
  rates.map((factor, i) => {
    const records = arms[i].map(({ record }) => record)
    const losses = records.flatMap(({ tests }) => tests.at(-1)?.testLoss ?? [])
    return {
      factor,
      points: meansOf(records.filter((record) => record.forgetting !== undefined)),
      testLoss: losses.length === 0 ? null : summarise(losses).mean,
      diverged: records.some(diverged),
    }
  })

function meansOf(records: readonly RunRecord[]): ForgettingMean[] {
  const curves = records.map(({ forgetting = [], stepsPerEpoch }) =>
    forgetting.map(({ stepsAgo, loss }) => ({ epochsAgo: stepsAgo / stepsPerEpoch, loss })),
  )
  const points = curves.length === 0 ? 0 : Math.min(...curves.map(({ length }) => length))
  return Array.from({ length: points }, (_, i) => {
    const losses = curves.map((curve) => curve[i].loss)
    return {
      epochsAgo: curves[0][i].epochsAgo,
      loss: summarise(losses).mean,
      low: Math.min(...losses),
      high: Math.max(...losses),
    }
  })
}

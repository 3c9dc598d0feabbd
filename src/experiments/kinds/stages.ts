import * as v from 'valibot'
import {
  type RecipeChoice,
  RecipeChoiceSchema,
  refusal,
  resolveRecipe,
  withFields,
} from '../../recipe/choice.ts'
import { COMMON, type ExperimentKind, type SpecOf } from '../kind.ts'
import { type Summary, summaryOf, type Results } from '../outcome.ts'

const BRANCHES = ['residuals', 'extras'] as const

/** Residual branches, or extra convolutions, in every subset of the three stages: a search by brute force. */
export const StagesSchema = v.object({
  kind: v.literal('places'),
  ...COMMON,
  base: RecipeChoiceSchema,
  of: v.picklist(BRANCHES),
})

export type StagesExperiment = v.InferOutput<typeof StagesSchema>
export type BranchName = StagesExperiment['of']

/** No stage first, then by number of stages. */
export const STAGES = [[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]] as const

const withStages = (base: RecipeChoice, of: BranchName, stages: readonly number[]): RecipeChoice =>
  withFields(base, { [`network.${of}`]: stages })

export const STAGES_EXPERIMENT: ExperimentKind<SpecOf<StagesExperiment>> = {
  arms: ({ base, of }) => STAGES.map((stages) => withStages(base, of, stages)),
}

/** Whether a recipe's network can have such branches in any stage. */
export const hasStages = (base: RecipeChoice, of: BranchName): boolean =>
  of in resolveRecipe(base).network &&
  STAGES.every((stages) => refusal(withStages(base, of, stages)) === null)

export interface StagesRow {
  readonly stages: readonly number[]
  /** Null before the first run. */
  readonly summary: Summary | null
}

/** Results of each subset: the most accurate first, missing ones last. */
export const stagesTable = ({ arms }: Results): StagesRow[] =>
  STAGES.map((stages, i) => ({ stages, summary: summaryOf(arms[i]) })).toSorted(
    (a, b) => (b.summary?.accuracy.mean ?? -1) - (a.summary?.accuracy.mean ?? -1),
  )

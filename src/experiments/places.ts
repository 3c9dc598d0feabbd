import * as v from 'valibot'
import {
  type RecipeChoice,
  RecipeChoiceSchema,
  refusal,
  resolveRecipe,
  withFields,
} from '../recipe/choice.ts'
import { COMMON, type ExperimentKind, type Planned } from './kind.ts'
import { type Summary, summaryOf } from './outcome.ts'
import type { Results } from './results.ts'

const BRANCHES = ['residuals', 'extras'] as const

/** Residual branches, or extra convolutions, in every subset of the three stages: a search by brute force. */
export const PlacesSchema = v.object({
  kind: v.literal('places'),
  ...COMMON,
  base: RecipeChoiceSchema,
  of: v.picklist(BRANCHES),
})

export type Places = v.InferOutput<typeof PlacesSchema>
export type BranchName = Places['of']

/** Nowhere first, then what adds least. */
export const STAGES = [[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]] as const

const withPlaces = (base: RecipeChoice, of: BranchName, stages: readonly number[]): RecipeChoice =>
  withFields(base, { [`network.${of}`]: stages })

export const PLACES: ExperimentKind<Planned<Places>> = {
  arms: ({ base, of }) => STAGES.map((stages) => withPlaces(base, of, stages)),
}

/** Whether a recipe's network has such branches in stages to choose. */
export const hasPlaces = (base: RecipeChoice, of: BranchName): boolean =>
  of in resolveRecipe(base).network &&
  STAGES.every((stages) => refusal(withPlaces(base, of, stages)) === null)

export interface PlacesRow {
  readonly stages: readonly number[]
  /** Null before the first run. */
  readonly summary: Summary | null
}

/** What each subset came to: the most accurate first, what is still to come last. */
export const placesTable = ({ arms }: Results): PlacesRow[] =>
  STAGES.map((stages, i) => ({ stages, summary: summaryOf(arms[i]) })).toSorted(
    (a, b) => (b.summary?.accuracy.mean ?? -1) - (a.summary?.accuracy.mean ?? -1),
  )

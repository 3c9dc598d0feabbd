import * as v from 'valibot'
import {
  type RecipeChoice,
  RecipeChoiceSchema,
  refusal,
  resolveRecipe,
  withFields,
} from '../recipe/choice.ts'
import { type Sample, summarise } from '../runs/statistics/samples.ts'
import { COMMON, type ExperimentKind, type Planned } from './kind.ts'
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
export const PLACES = [[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]] as const

const withPlaces = (base: RecipeChoice, of: BranchName, stages: readonly number[]): RecipeChoice =>
  withFields(base, { [`network.${of}`]: stages })

export const PLACES_KIND: ExperimentKind<Planned<Places>> = {
  arms: ({ base, of }) => PLACES.map((stages) => withPlaces(base, of, stages)),
}

/** Whether a recipe's network has such branches in stages to choose. */
export const hasPlaces = (base: RecipeChoice, of: BranchName): boolean =>
  of in resolveRecipe(base).network &&
  PLACES.every((stages) => refusal(withPlaces(base, of, stages)) === null)

export interface PlacesRow {
  readonly stages: readonly number[]
  /** A share; null before the first run. */
  readonly accuracy: Sample | null
  readonly seconds: Sample | null
}

/** What each subset came to: the most accurate first, what is still to come last. */
export const placesTable = ({ arms }: Results): PlacesRow[] =>
  PLACES.map((stages, i) => {
    const sampleOf = (values: readonly number[]) => (values.length === 0 ? null : summarise(values))
    return {
      stages,
      accuracy: sampleOf(arms[i].map(({ accuracy }) => accuracy)),
      seconds: sampleOf(arms[i].map(({ seconds }) => seconds)),
    }
  }).toSorted((a, b) => (b.accuracy?.mean ?? -1) - (a.accuracy?.mean ?? -1))

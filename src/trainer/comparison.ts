import { ENGINE_NAMES } from '../engine/engine.ts'
import { DATASET_NAMES } from '../data/datasets.ts'
import * as v from 'valibot'
import { RecipeChoiceSchema } from '../recipe/choice.ts'
import { TOGGLE_NAMES } from '../recipe/toggles.ts'

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const number = v.pipe(v.number(), v.minValue(0))
const seconds = number

/** Most tests of the run before; longer curves are thinned. */
export const MAX_EARLIER_TESTS = 200

/** A visitor's guess about a run without one improvement: less accurate, equal, or more. */
export const GUESSES = ['less', 'same', 'more'] as const

/** The question that a run answers, and the visitor's guess. */
export const GuessedSchema = v.object({
  /** The improvement that is switched off. */
  toggle: v.picklist(TOGGLE_NAMES),
  /** The recipe with it. */
  base: RecipeChoiceSchema,
  guess: v.picklist(GUESSES),
})

/** The result of a finished run that a later one is compared with. */
export const EarlierResultSchema = v.object({
  choice: RecipeChoiceSchema,
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  dataset: v.picklist(DATASET_NAMES),
  engine: v.picklist(ENGINE_NAMES),
  testImages: v.pipe(v.number(), v.integer(), v.minValue(1)),
  accuracy: share,
  trainSeconds: seconds,
  wallSeconds: seconds,
})

/** Such a run with its curve. */
export const EarlierRunSchema = v.object({
  ...EarlierResultSchema.entries,
  tests: v.pipe(
    v.array(
      v.object({
        epoch: number,
        accuracy: share,
        /** Null if it diverged. */
        trainLoss: v.nullable(number),
        /** Null if it diverged, or includes label smoothing. */
        testLoss: v.nullable(number),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_EARLIER_TESTS),
  ),
})

/** What a run is compared with. The trainer doesn't use it; it is saved with the run. */
export const ComparisonSchema = v.object({
  before: v.nullable(EarlierRunSchema),
  guessed: v.nullable(GuessedSchema),
})

export type Guess = (typeof GUESSES)[number]
export type Guessed = v.InferOutput<typeof GuessedSchema>
export type EarlierResult = v.InferOutput<typeof EarlierResultSchema>
export type EarlierRun = v.InferOutput<typeof EarlierRunSchema>
export type Comparison = v.InferOutput<typeof ComparisonSchema>

export const NO_COMPARISON: Comparison = { before: null, guessed: null }

import * as v from 'valibot'
import {
  type RecipeChoice,
  RecipeChoiceSchema,
  resolveRecipe,
  withFields,
} from '../recipe/choice.ts'
import { COMMON, type ExperimentKind, type Planned } from './kind.ts'
import type { Results } from './results.ts'
import { isOver, type MeasuredPoint, measuredPoints, type SweepPoint } from './sweep.ts'
import { choiceAt, type Coordinate, type Settings, settingsAt, START } from './tuner/coordinates.ts'
import { withRate } from './varied.ts'

/** A recipe moved along its flat directions, and as far across them: part 5 of David Page's series. */
export const FlatDirectionsSchema = v.object({
  kind: v.literal('flatDirections'),
  ...COMMON,
  base: RecipeChoiceSchema,
  /** How far, in powers of two. */
  moves: v.pipe(
    v.array(v.pipe(v.number(), v.minValue(-4), v.maxValue(4))),
    v.minLength(2),
    v.maxLength(9),
  ),
})

export type FlatDirections = v.InferOutput<typeof FlatDirectionsSchema>
type FlatPlan = Planned<FlatDirections>

export const FLAT_MOVES = [-2, 0, 2]

/** What is varied; the rate follows it along the direction, and stays across it. Of the rate, decay does. */
const VARIED = ['batchSize', 'momentum', 'rate'] as const satisfies readonly Coordinate[]
export type Varied = (typeof VARIED)[number]

export const FLAT_DIRECTIONS: ExperimentKind<FlatPlan> = {
  arms(plan) {
    const all = linesOf(plan).flatMap(({ along, across }) => [...along, ...across])
    return [plan.base, ...all.filter(({ x }) => x !== 0).map(({ choice }) => choice)]
  },
  counts: isOver,
}

export interface FlatPair {
  readonly varied: Varied
  /** By powers of two that it was moved by. */
  readonly along: readonly MeasuredPoint[]
  readonly across: readonly MeasuredPoint[]
}

/** What each move came to. */
export const flatPairs = (plan: FlatPlan, { known }: Results): FlatPair[] =>
  linesOf(plan).map(({ varied, along, across }) => ({
    varied,
    along: measuredPoints(along, plan.seeds, known),
    across: measuredPoints(across, plan.seeds, known),
  }))

function linesOf({ base, moves, dataset }: FlatPlan) {
  return VARIED.map((varied) => {
    const moved = moves.flatMap((x): { along: SweepPoint; across: SweepPoint }[] => {
      const point = { ...START, [varied]: x }
      const choice = choiceAt(base, point, dataset)
      const settings = settingsAt(base, point, dataset)
      if (choice === null || settings === null) return []
      return [
        { along: { x, choice }, across: { x, choice: alone(base, choice, varied, settings) } },
      ]
    })
    return {
      varied,
      along: moved.map(({ along }) => along),
      across: moved.map(({ across }) => across),
    }
  })
}

/** The recipe moved along a direction, with what followed there as it was: the rate, or the decay. */
function alone(
  base: RecipeChoice,
  moved: RecipeChoice,
  varied: Varied,
  { rateFactor, batchSize }: Settings,
): RecipeChoice {
  const recipe = resolveRecipe(base)
  switch (varied) {
    case 'batchSize':
      return withRate(moved, recipe.batchSize / batchSize)
    case 'momentum':
      return withRate(moved, 1 / rateFactor)
    case 'rate':
      return withFields(moved, { 'optimiser.weightDecay': recipe.optimiser.weightDecay })
  }
}

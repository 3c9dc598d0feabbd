import * as v from 'valibot'
import {
  type RecipeChoice,
  RecipeChoiceSchema,
  resolveRecipe,
  withFields,
} from '../../recipe/choice.ts'
import { COMMON, type ExperimentKind, type SpecOf } from '../kind.ts'
import type { Results } from '../outcome.ts'
import { isOver, type MeasuredPoint, measuredPoints, type SweepPoint } from './sweep.ts'
import { choiceAt, type Coordinate, type Settings, settingsAt, START } from './tuner/coordinates.ts'
import { withRate } from './varied.ts'

/** A recipe moved along its flat directions, and as far across them: part 5 of David Page's series. */
export const FlatDirectionsSchema = v.object({
  kind: v.literal('flatDirections'),
  ...COMMON,
  base: RecipeChoiceSchema,
  /** Distances, in powers of two. */
  moves: v.pipe(
    v.array(v.pipe(v.number(), v.minValue(-4), v.maxValue(4))),
    v.minLength(2),
    v.maxLength(9),
  ),
})

export type FlatDirections = v.InferOutput<typeof FlatDirectionsSchema>
type FlatSpec = SpecOf<FlatDirections>

export const FLAT_MOVES = [-2, 0, 2]

/** The varied setting. Along the direction the rate (or for the rate, the decay) changes with it; across it stays. */
const VARIED = ['batchSize', 'momentum', 'rate'] as const satisfies readonly Coordinate[]
export type Varied = (typeof VARIED)[number]

export const FLAT_DIRECTIONS: ExperimentKind<FlatSpec> = {
  arms(spec) {
    const all = linesOf(spec).flatMap(({ along, across }) => [...along, ...across])
    return [spec.base, ...all.filter(({ x }) => x !== 0).map(({ choice }) => choice)]
  },
  counts: isOver,
}

export interface FlatPair {
  readonly varied: Varied
  /** Points by distance in powers of two. */
  readonly along: readonly MeasuredPoint[]
  readonly across: readonly MeasuredPoint[]
}

/** Result of each move. */
export const flatPairs = (spec: FlatSpec, { known }: Results): FlatPair[] =>
  linesOf(spec).map(({ varied, along, across }) => ({
    varied,
    along: measuredPoints(along, spec.seeds, known),
    across: measuredPoints(across, spec.seeds, known),
  }))

function linesOf({ base, moves, dataset }: FlatSpec) {
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

/** The recipe moved across a direction: without the change of the rate, or the decay. */
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

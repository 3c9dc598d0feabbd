import { DATASET_SIZES, type DatasetName } from '../../../data/datasets.ts'
import { refusal, resolveRecipe, type RecipeChoice, withFields } from '../../../recipe/choice.ts'
import { tidy, withBatch, withRate } from '../varied.ts'

/**
 * Directions of the search, along which as little as possible else changes. By part 5 of David Page's series a recipe
 * does about as well at another batch size N with rate/N held, at another momentum p with rate/(1 - p) held, and at
 * another rate with rate times decay held; only decay alone goes across.
 */
export const COORDINATES = ['decay', 'momentum', 'batchSize', 'rate'] as const
export type Coordinate = (typeof COORDINATES)[number]

/** Distance of a recipe from the start of a search along each coordinate, in powers of two. */
export type TrialPoint = Readonly<Record<Coordinate, number>>

export const START: TrialPoint = { decay: 0, momentum: 0, batchSize: 0, rate: 0 }

/** The settings at a point. */
export interface Settings {
  /** Factor on the scheduled rates. */
  readonly rateFactor: number
  readonly momentum: number
  readonly batchSize: number
  readonly weightDecay: number
}

/** Limits of momentum (beyond it, velocities outlast epochs) and batch size. */
const MOST_MOMENTUM = 0.995
const LEAST_BATCH = 32
const MOST_BATCH = 4096

/** Fewest steps of an epoch. */
const LEAST_STEPS = 8

/** Whether a recipe can be tuned: by SGD, whose coordinates these are. */
export const isTunable = (choice: RecipeChoice): boolean =>
  resolveRecipe(choice).optimiser.kind === 'sgd'

/** The settings of a point for a recipe; null if out of bounds. */
export function settingsAt(
  base: RecipeChoice,
  { decay, momentum: heavier, batchSize: larger, rate }: TrialPoint,
  dataset: DatasetName,
): Settings | null {
  const { optimiser, batchSize, network } = resolveRecipe(base)
  const unit = network.norm.groupSize ?? 8
  const wanted = batchSize * 2 ** larger
  const size = larger === 0 ? batchSize : unit * Math.round(wanted / unit)
  const momentum = tidy(1 - (1 - optimiser.momentum) * 2 ** -heavier)
  const outOfBounds =
    wanted < Math.min(LEAST_BATCH, batchSize) ||
    wanted >
      Math.max(batchSize, Math.min(MOST_BATCH, DATASET_SIZES[dataset].train / LEAST_STEPS)) ||
    momentum < 0 ||
    momentum > Math.max(MOST_MOMENTUM, optimiser.momentum)
  if (outOfBounds) return null
  const held = (1 - momentum) / (1 - optimiser.momentum)
  return {
    rateFactor: tidy(2 ** rate * held),
    momentum,
    batchSize: size,
    weightDecay: tidy(optimiser.weightDecay * 2 ** (decay - rate)),
  }
}

const choices = new WeakMap<RecipeChoice, Map<string, RecipeChoice | null>>()

/** The recipe at a point; null if out of bounds or invalid. Cached per base. */
export function choiceAt(
  base: RecipeChoice,
  point: TrialPoint,
  dataset: DatasetName,
): RecipeChoice | null {
  const ofBase = choices.get(base) ?? new Map<string, RecipeChoice | null>()
  choices.set(base, ofBase)
  const key = [dataset, ...COORDINATES.map((coordinate) => point[coordinate])].join(' ')
  const choice = ofBase.get(key)
  if (choice !== undefined) return choice
  const made = makeChoice(base, point, dataset)
  ofBase.set(key, made)
  return made
}

function makeChoice(
  base: RecipeChoice,
  point: TrialPoint,
  dataset: DatasetName,
): RecipeChoice | null {
  const settings = settingsAt(base, point, dataset)
  if (settings === null) return null
  const { rateFactor, momentum, batchSize, weightDecay } = settings
  const choice = withFields(withRate(withBatch(base, batchSize), rateFactor), {
    'optimiser.momentum': momentum,
    'optimiser.weightDecay': weightDecay,
  })
  return refusal(choice) === null ? choice : null
}

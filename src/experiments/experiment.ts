import * as v from 'valibot'
import type { RecipeChoice } from '../recipe/choice.ts'
import type { RunRequest } from '../runs/run.ts'
import { ABLATION, AblationSchema } from './ablation.ts'
import { DYNAMICS, DynamicsSchema } from './dynamics.ts'
import { FLAT_DIRECTIONS, FlatDirectionsSchema } from './flat-directions.ts'
import { FORGETTING, ForgettingTestSchema } from './forgetting.ts'
import type { ExperimentKind, Planned } from './kind.ts'
import { LADDER, LadderSchema } from './ladder.ts'
import { PLACES, PlacesSchema } from './places.ts'
import { REGIMES, RegimesSchema } from './regimes.ts'
import { STRESS, StressTestSchema } from './stress.ts'
import { TUNER, TunerSchema } from './tuner/tuner.ts'

/** What is to be learned from several runs, as plain data. A kind of it is a file here and a picture in the page. */
export const ExperimentSchema = v.variant('kind', [
  LadderSchema,
  AblationSchema,
  PlacesSchema,
  TunerSchema,
  FlatDirectionsSchema,
  RegimesSchema,
  ForgettingTestSchema,
  StressTestSchema,
  DynamicsSchema,
])

export type Experiment = v.InferOutput<typeof ExperimentSchema>
export type KindName = Experiment['kind']

/** What an experiment of a kind is to be, before it is one. */
type Plans = { readonly [E in Experiment as E['kind']]: Planned<E> }
export type Plan = Plans[KindName]

const KINDS: { readonly [K in KindName]: ExperimentKind<Plans[K]> } = {
  ladder: LADDER,
  ablation: ABLATION,
  places: PLACES,
  tuner: TUNER,
  flatDirections: FLAT_DIRECTIONS,
  regimes: REGIMES,
  forgetting: FORGETTING,
  stress: STRESS,
  dynamics: DYNAMICS,
}

/** What a plan's kind knows to do with it. */
export function kindOf<K extends KindName>({
  kind,
}: {
  readonly kind: K
}): ExperimentKind<Plans[K]> {
  return KINDS[kind]
}

/** The recipes that an experiment runs or is sure to run, the one that others are compared with first. */
export const armsOf = (plan: Plan): readonly RecipeChoice[] => kindOf(plan).arms(plan)

/** A run of an experiment. */
export function requestOf(plan: Plan, choice: RecipeChoice, seed: number): RunRequest {
  const { dataset, engine } = plan
  const { measures } = kindOf(plan)
  return { choice, seed, dataset, engine, ...(measures && { measures }) }
}

/** Further runs of one recipe, at the lowest seeds from 1 on that are not among `used`. */
export function repeatRequests(
  settings: Omit<RunRequest, 'seed'>,
  used: readonly number[],
  count: number,
): RunRequest[] {
  const taken = new Set(used)
  const free = Array.from({ length: used.length + count }, (_, i) => i + 1)
  const seeds = free.filter((seed) => !taken.has(seed)).slice(0, count)
  return seeds.map((seed) => ({ ...settings, seed }))
}

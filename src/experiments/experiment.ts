import * as v from 'valibot'
import type { RecipeChoice } from '../recipe/choice.ts'
import type { RunRequest } from '../runs/run.ts'
import { ABLATION, AblationSchema } from './kinds/ablation.ts'
import { DYNAMICS, DynamicsSchema } from './kinds/dynamics.ts'
import { FLAT_DIRECTIONS, FlatDirectionsSchema } from './kinds/flat-directions.ts'
import { FORGETTING, ForgettingTestSchema } from './kinds/forgetting.ts'
import type { ExperimentKind, SpecOf } from './kind.ts'
import { LADDER, LadderSchema } from './kinds/ladder.ts'
import { STAGES_EXPERIMENT, StagesSchema } from './kinds/stages.ts'
import { REGIMES, RegimesSchema } from './kinds/regimes.ts'
import { STRESS, StressTestSchema } from './kinds/stress.ts'
import { TUNER, TunerSchema } from './kinds/tuner/tuner.ts'

/** An experiment as plain data. Each kind has a file in `kinds/` and a figure in the page. */
export const ExperimentSchema = v.variant('kind', [
  LadderSchema,
  AblationSchema,
  StagesSchema,
  TunerSchema,
  FlatDirectionsSchema,
  RegimesSchema,
  ForgettingTestSchema,
  StressTestSchema,
  DynamicsSchema,
])

export type Experiment = v.InferOutput<typeof ExperimentSchema>
export type KindName = Experiment['kind']

/** The spec of each kind of experiment. */
type Specs = { readonly [E in Experiment as E['kind']]: SpecOf<E> }
export type ExperimentSpec = Specs[KindName]

const KINDS: { readonly [K in KindName]: ExperimentKind<Specs[K]> } = {
  ladder: LADDER,
  ablation: ABLATION,
  places: STAGES_EXPERIMENT,
  tuner: TUNER,
  flatDirections: FLAT_DIRECTIONS,
  regimes: REGIMES,
  forgetting: FORGETTING,
  stress: STRESS,
  dynamics: DYNAMICS,
}

/** The kind of a spec. */
export function kindOf<K extends KindName>({
  kind,
}: {
  readonly kind: K
}): ExperimentKind<Specs[K]> {
  return KINDS[kind]
}

/** The recipes that an experiment runs or certainly runs, the baseline first. */
export const armsOf = (spec: ExperimentSpec): readonly RecipeChoice[] => kindOf(spec).arms(spec)

/** A run of an experiment. */
export function requestOf(spec: ExperimentSpec, choice: RecipeChoice, seed: number): RunRequest {
  const { dataset, engine } = spec
  const { measures } = kindOf(spec)
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

import * as v from 'valibot'
import {
  presetChoice,
  RecipeChoiceSchema,
  refusal,
  resolveRecipe,
  type RecipeChoice,
  withToggle,
} from '../recipe/choice.ts'
import { differences } from '../recipe/differences.ts'
import { PRESETS } from '../recipe/presets.ts'
import { TOGGLE_NAMES, TOGGLES, type ToggleName } from '../recipe/toggles.ts'
import type { RunRequest } from '../runs/run.ts'
import { MAX_SEED } from '../runs/setup.ts'

const SeedSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SEED))

const common = {
  id: v.string(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  seeds: v.pipe(v.array(SeedSchema), v.minLength(1)),
  dataset: v.picklist(['full', 'sample']),
  engine: v.picklist(['wgsl', 'tfjs']),
}

/** What is to be learned from several runs, as plain data: a ladder of recipes, or a recipe without each of its tricks. */
export const ExperimentSchema = v.variant('kind', [
  v.object({
    kind: v.literal('ladder'),
    ...common,
    presets: v.pipe(v.array(v.picklist(PRESETS.map(({ name }) => name))), v.minLength(1)),
  }),
  v.object({
    kind: v.literal('ablation'),
    ...common,
    base: RecipeChoiceSchema,
    toggles: v.pipe(v.array(v.picklist(TOGGLE_NAMES)), v.minLength(1)),
  }),
])

export type Experiment = v.InferOutput<typeof ExperimentSchema>
export type Ladder = Extract<Experiment, { kind: 'ladder' }>
export type Ablation = Extract<Experiment, { kind: 'ablation' }>

/** What an experiment is to be, before it is one. */
export type Plan = Omit<Ladder, 'id' | 'createdAt'> | Omit<Ablation, 'id' | 'createdAt'>

/** The toggles that can be taken out of a recipe one at a time, each making another recipe. */
export function ablatable(base: RecipeChoice): ToggleName[] {
  const recipe = resolveRecipe(base)
  return TOGGLE_NAMES.filter((name) => {
    if (!TOGGLES[name].isOn(recipe)) return false
    const without = withToggle(base, name, false)
    return refusal(without) === null && differences(recipe, resolveRecipe(without)).length > 0
  })
}

/** The recipes that an experiment runs, the one that others are compared with first. */
export function armsOf(experiment: Plan): RecipeChoice[] {
  if (experiment.kind === 'ladder') return experiment.presets.map(presetChoice)
  const { base, toggles } = experiment
  return [base, ...toggles.map((name) => withToggle(base, name, false))]
}

/** Every run of an experiment, all recipes at one seed before the next seed: it can be read at any time. */
export function requestsOf(experiment: Plan): RunRequest[] {
  const { seeds, dataset, engine } = experiment
  const arms = armsOf(experiment)
  return seeds.flatMap((seed) => arms.map((choice) => ({ choice, seed, dataset, engine })))
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

import type { DatasetName } from '../../../data/datasets.ts'
import type { EngineName } from '../../../engine/engine.ts'
import { type RecipeChoice, refusal } from '../../../recipe/choice.ts'
import type { Recipe } from '../../../recipe/recipe.ts'
import { canonicalJson, fingerprint } from '../../../runs/record/canonical.ts'
import { recipeHash } from '../../../runs/share/recipe-hash.ts'
import {
  recipeFromOptions,
  RecipeOptionError,
  type RecipeOptions,
} from '../../command-line/recipe-options.ts'
import { SpecError } from '../spec/field-error.ts'
import { sweepSeeds, type SweepSettings, type SweepSpec } from '../spec/spec.ts'
import { summariseChoice } from '../../../recipe/choice/summary.ts'
import { shardNumberAt } from '../shards/shard.ts'

/** One run of a sweep. */
export interface SweepRun {
  /** The name of its files: preset, seed, and a hash of everything that decides what is trained. */
  readonly name: string
  readonly choice: RecipeChoice
  readonly recipe: Recipe
  readonly seed: number
  readonly engine: EngineName
  readonly data: DatasetName
  /** Number of images of each split to use; null for all. */
  readonly trainImages: number | null
  readonly testImages: number | null
}

/**
 * The runs of a sweep: for each seed, every variation, in the order of the file. The same file gives the same list on
 * every machine. Throws a SpecError with the field's name if a recipe is invalid or a run is listed twice.
 */
export function runsOf(spec: SweepSpec): readonly SweepRun[] {
  const { variations = [null] } = spec
  const groups = variations.map((variation, i) => groupOf(spec, variation ?? {}, i))
  const runs = sweepSeeds(spec).flatMap((seed) =>
    groups.map((group): SweepRun => ({ ...group, name: nameOf({ ...group, seed }), seed })),
  )
  requireDistinct(spec, runs, groups.length)
  return runs
}

type Group = Omit<SweepRun, 'name' | 'seed'>

/** The common part of a variation's runs. */
function groupOf(spec: SweepSpec, variation: SweepSettings, index: number): Group {
  const { engine = 'wgsl', train = null, test = null } = { ...spec, ...variation }
  return {
    ...recipeOf(spec, variation, index),
    engine,
    data: spec.data ?? 'full',
    trainImages: train,
    testImages: test,
  }
}

function recipeOf(
  spec: SweepSpec,
  variation: SweepSettings,
  index: number,
): Pick<SweepRun, 'choice' | 'recipe'> {
  const where = spec.variations === undefined ? '' : `variations[${index}]`
  try {
    const made = recipeFromOptions(optionsOf(spec, variation))
    const reason = refusal(made.choice)
    if (reason !== null) throw new SpecError(where, reason)
    return made
  } catch (error) {
    if (!(error instanceof RecipeOptionError)) throw error
    const { option, message } = error
    if (Object.hasOwn(variation, option)) throw new SpecError(`${where}.${option}`, message)
    throw new SpecError(option, where === '' ? message : `${message} (With ${where}.)`)
  }
}

/** A variation's settings override the sweep's; toggles and fields are merged one by one. */
function optionsOf(spec: SweepSpec, variation: SweepSettings): RecipeOptions {
  const { recipe = 'auto', precision, epochs, width, batch } = { ...spec, ...variation }
  const toggles = Object.entries({ ...spec.toggle, ...variation.toggle })
  return {
    recipe,
    toggle: Object.fromEntries(toggles.map(([name, state]) => [name, state === 'on'])),
    retune: [...new Set([...(spec.retune ?? []), ...(variation.retune ?? [])])],
    set: Object.entries({ ...spec.set, ...variation.set }),
    precision: precision ?? null,
    epochs: epochs ?? null,
    width: width ?? null,
    batch: batch ?? null,
  }
}

function nameOf(run: Omit<SweepRun, 'name'>): string {
  return `${run.choice.preset}-seed-${run.seed}-${identityOf(run)}`
}

/** A hash of everything that decides what is trained. Fields added to recipes later do not change it, see `recipeHash`. */
function identityOf(run: Omit<SweepRun, 'name' | 'choice'>): string {
  const { recipe, seed, engine, data, trainImages, testImages } = run
  const identity = [recipeHash(recipe), seed, engine, data, trainImages, testImages]
  return fingerprint(new TextEncoder().encode(canonicalJson(identity)))
}

function requireDistinct(spec: SweepSpec, runs: readonly SweepRun[], groups: number): void {
  const found = new Map<string, number>()
  for (const [index, run] of runs.entries()) {
    const identity = identityOf(run)
    const earlier = found.get(identity)
    if (earlier === undefined) {
      found.set(identity, index)
      continue
    }
    const [seed, variation] = [Math.floor(index / groups), index % groups]
    if (sweepSeeds(spec).indexOf(run.seed) < seed) {
      throw new SpecError(`seeds[${seed}]`, `${run.seed} is already in the list.`)
    }
    throw new SpecError(
      `variations[${variation}]`,
      `It repeats the runs of variations[${earlier % groups}].`,
    )
  }
}

/** The runs of a sweep, one per line: shard, seed, file name and recipe, separated by tabs. */
export const runTable = (runs: readonly SweepRun[], shards: number): string =>
  runs
    .map(({ seed, name, choice }, index) => {
      const shard = `${shardNumberAt(index, shards)}/${shards}`
      return `${[shard, `seed ${seed}`, name, summariseChoice(choice)].join('\t')}\n`
    })
    .join('')

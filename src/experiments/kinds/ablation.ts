import * as v from 'valibot'
import {
  type RecipeChoice,
  RecipeChoiceSchema,
  refusal,
  resolveRecipe,
  withToggle,
} from '../../recipe/choice.ts'
import { differences } from '../../recipe/choice/differences.ts'
import { TOGGLE_NAMES, TOGGLES, type ToggleName } from '../../recipe/toggles.ts'
import {
  type Estimate,
  isClear,
  pairedDifference,
  type Sample,
  summarise,
} from '../../runs/statistics/samples.ts'
import { chanceOfAny } from '../../runs/statistics/power.ts'
import { COMMON, type ExperimentKind, type SpecOf } from '../kind.ts'
import type { Outcome, Results } from '../outcome.ts'

/** A recipe with and without each of its tricks. */
export const AblationSchema = v.object({
  kind: v.literal('ablation'),
  ...COMMON,
  base: RecipeChoiceSchema,
  toggles: v.pipe(v.array(v.picklist(TOGGLE_NAMES)), v.minLength(1)),
})

export type Ablation = v.InferOutput<typeof AblationSchema>

export const ABLATION: ExperimentKind<SpecOf<Ablation>> = {
  arms: ({ base, toggles }) => [base, ...toggles.map((name) => withToggle(base, name, false))],
}

/** The toggles that can be removed from a recipe one at a time, each giving another recipe. */
export function ablatable(base: RecipeChoice): ToggleName[] {
  const recipe = resolveRecipe(base)
  return TOGGLE_NAMES.filter((name) => {
    if (!TOGGLES[name].isOn(recipe)) return false
    const without = withToggle(base, name, false)
    return refusal(without) === null && differences(recipe, resolveRecipe(without)).length > 0
  })
}

export interface AblationRow {
  readonly toggle: ToggleName
  /** Seeds run with and without it. */
  readonly seeds: number
  /** Difference without minus with it, in accuracy points and seconds; null before the first pair. */
  readonly points: PairedDifference | null
  readonly seconds: PairedDifference | null
}

export interface PairedDifference {
  readonly value: number
  /** With its interval, from two pairs on. */
  readonly estimate: Estimate | null
}

export interface AblationTable {
  readonly base: Sample | null
  /** The largest loss of accuracy first; rows without a pair last. */
  readonly rows: readonly AblationRow[]
  /**
   * The probability that at least one row shows a clear difference although no trick matters; null while no row has an
   * interval.
   */
  readonly chanceOfOne: number | null
}

/** The effect of each trick of a recipe: runs without it against runs with it, paired by seed. */
export function ablationTable({ toggles }: Ablation, { arms }: Results): AblationTable {
  const [base, ...without] = arms
  const rows = toggles.map((toggle, i) => rowOf(toggle, base, without[i]))
  const known = rows.filter(({ points }) => points !== null && points.estimate !== null)
  return {
    base: base.length === 0 ? null : summarise(base.map(({ accuracy }) => accuracy)),
    rows: rows.sort((a, b) => (a.points?.value ?? Infinity) - (b.points?.value ?? Infinity)),
    chanceOfOne: known.length === 0 ? null : chanceOfAny(known.length),
  }
}

function rowOf(
  toggle: ToggleName,
  base: readonly Outcome[],
  without: readonly Outcome[],
): AblationRow {
  const pairs = without.flatMap((run) => {
    const twin = base.find(({ seed }) => seed === run.seed)
    return twin === undefined ? [] : [{ without: run, with: twin }]
  })
  const difference = (of: (run: Outcome) => number) =>
    differenceOf(pairs.map((pair) => [of(pair.without), of(pair.with)] as const))
  return {
    toggle,
    seeds: pairs.length,
    points: difference(({ accuracy }) => 100 * accuracy),
    seconds: difference(({ seconds }) => seconds),
  }
}

function differenceOf(pairs: readonly (readonly [number, number])[]): PairedDifference | null {
  if (pairs.length === 0) return null
  const { mean } = summarise(pairs.map(([a, b]) => a - b))
  return { value: mean, estimate: pairedDifference(pairs) }
}

/** Whether the sign of a difference is known. */
export const isKnown = (difference: PairedDifference | null): boolean =>
  difference !== null && difference.estimate !== null && isClear(difference.estimate)

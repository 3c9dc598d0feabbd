import type { EngineName } from '../engine/engine.ts'
import { presetChoice, resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import { differences } from '../recipe/differences.ts'
import type { PresetName } from '../recipe/presets.ts'
import { changesOf } from '../recipe/summary.ts'

/** What the next run will be, as set in the page or by its address. */
export interface Setup {
  readonly choice: RecipeChoice
  readonly seed: number
  readonly engine: EngineName
}

const DEFAULT_PRESET: PresetName = 'auto'
const DEFAULT_ENGINE: EngineName = 'wgsl'

/** The recipe for a look at how training goes, where the chosen one would take hours. */
export const LOOK_CHOICE: RecipeChoice = presetChoice('tiny')

export const DEFAULT_SETUP: Setup = {
  choice: presetChoice(DEFAULT_PRESET),
  seed: 1,
  engine: DEFAULT_ENGINE,
}

export const MAX_SEED = 0xffffffff

/** Whether two choices make the same recipe, told in the same way. */
export const sameChoice = (a: RecipeChoice, b: RecipeChoice): boolean =>
  a.preset === b.preset &&
  changesOf(a).length === changesOf(b).length &&
  differences(resolveRecipe(a), resolveRecipe(b)).length === 0

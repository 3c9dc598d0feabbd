import type { EngineName } from '../../engine/engine.ts'
import { presetChoice, resolveRecipe, type RecipeChoice } from '../../recipe/choice.ts'
import { differences } from '../../recipe/choice/differences.ts'
import type { PresetName } from '../../recipe/presets.ts'
import { changesOf } from '../../recipe/choice/summary.ts'

/** The setup of the next run, from the page or its address. */
export interface Setup {
  readonly choice: RecipeChoice
  readonly seed: number
  readonly engine: EngineName
}

const DEFAULT_PRESET: PresetName = 'auto'
const DEFAULT_ENGINE: EngineName = 'wgsl'

/** A quick demo recipe, for devices on which the chosen one would take hours. */
export const DEMO_CHOICE: RecipeChoice = presetChoice('quick')

export const DEFAULT_SETUP: Setup = {
  choice: presetChoice(DEFAULT_PRESET),
  seed: 1,
  engine: DEFAULT_ENGINE,
}

export const MAX_SEED = 0xffffffff

/** Whether two choices give the same recipe with the same summary. */
export const sameChoice = (a: RecipeChoice, b: RecipeChoice): boolean =>
  a.preset === b.preset &&
  changesOf(a).length === changesOf(b).length &&
  differences(resolveRecipe(a), resolveRecipe(b)).length === 0

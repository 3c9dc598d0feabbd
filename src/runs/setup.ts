import type { EngineName } from '../engine/engine.ts'
import { changedToggles, resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import { type PresetName, presetNamed } from '../recipe/presets.ts'
import { TOGGLES, type ToggleName } from '../recipe/toggles.ts'

/** What the next run will be, as set in the page or by its address. */
export interface Setup {
  readonly choice: RecipeChoice
  readonly seed: number
  readonly engine: EngineName
}

const DEFAULT_PRESET: PresetName = 'page-10'
const DEFAULT_ENGINE: EngineName = 'wgsl'

/** The recipe for a look at how training goes, where the chosen one would take hours. */
export const LOOK_CHOICE: RecipeChoice = { preset: 'tiny', toggles: {} }

export const DEFAULT_SETUP: Setup = {
  choice: { preset: DEFAULT_PRESET, toggles: {} },
  seed: 1,
  engine: DEFAULT_ENGINE,
}

export const MAX_SEED = 0xffffffff

/** The choice with one toggle set; a toggle set as in the preset is not kept. */
export function withToggle(choice: RecipeChoice, name: ToggleName, on: boolean): RecipeChoice {
  const { [name]: _, ...others } = choice.toggles
  const asPreset = TOGGLES[name].isOn(presetNamed(choice.preset).recipe) === on
  return { ...choice, toggles: asPreset ? others : { ...others, [name]: on } }
}

/** Whether two choices make the same recipe. */
export function sameChoice(a: RecipeChoice, b: RecipeChoice): boolean {
  return (
    a.preset === b.preset &&
    JSON.stringify(resolveRecipe(a)) === JSON.stringify(resolveRecipe(b)) &&
    changedToggles(a).length === changedToggles(b).length
  )
}

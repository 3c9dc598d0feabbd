// Every toggle in every preset, switched to its other state, for the tests of toggles.

import { presetChoice, refusal, resolveRecipe, type RecipeChoice } from '../choice.ts'
import { PRESETS, type PresetName } from '../presets.ts'
import type { Recipe } from '../recipe.ts'
import { TOGGLES, type ToggleName } from '../toggles.ts'

export interface SwitchedToggle {
  readonly toggle: ToggleName
  readonly preset: PresetName
  /** The preset's own recipe. */
  readonly recipe: Recipe
  /** What it is switched to. */
  readonly to: boolean
  readonly choice: RecipeChoice
}

const switchedAs = (toggle: ToggleName) =>
  PRESETS.map(({ name: preset, recipe }): SwitchedToggle => {
    const to = !TOGGLES[toggle].isOn(recipe)
    const choice = { ...presetChoice(preset), toggles: { [toggle]: to } }
    return { toggle, preset, recipe, to, choice }
  })

/** A toggle in the presets where switching it makes sense, with the recipe that it makes. */
export const sensibleFor = (toggle: ToggleName) =>
  switchedAs(toggle)
    .filter(({ choice }) => refusal(choice) === null)
    .map((entry) => ({ ...entry, switched: resolveRecipe(entry.choice) }))

/** A toggle in the presets that can't have it, with the message. */
export const refusedFor = (toggle: ToggleName) =>
  switchedAs(toggle).flatMap((entry) => {
    const sentence = refusal(entry.choice)
    return sentence === null ? [] : [{ ...entry, sentence }]
  })

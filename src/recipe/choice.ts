import * as v from 'valibot'
import { presetNamed, PRESETS } from './presets.ts'
import type { Recipe } from './recipe.ts'
import { TOGGLES, type ToggleName } from './toggles.ts'

/**
 * What a person chose: a preset and the toggles set otherwise than in it. A recipe is always computed from this,
 * so that switching a toggle off and on again changes nothing.
 */
export const RecipeChoiceSchema = v.object({
  preset: v.picklist(PRESETS.map((preset) => preset.name)),
  toggles: v.partial(
    v.object({ crop: v.boolean(), flip: v.boolean(), cutout: v.boolean() } satisfies Record<
      ToggleName,
      unknown
    >),
  ),
})

export type RecipeChoice = v.InferOutput<typeof RecipeChoiceSchema>

/** The recipe of a choice: its preset with every toggle set as asked. */
export function resolveRecipe(choice: RecipeChoice): Recipe {
  const { recipe } = presetNamed(choice.preset)
  return changedToggles(choice).reduce((current, name) => {
    const toggle = TOGGLES[name]
    return choice.toggles[name] === true ? toggle.on(current, recipe) : toggle.off(current)
  }, recipe)
}

/** The toggles that a choice sets otherwise than its preset does. */
export function changedToggles(choice: RecipeChoice): ToggleName[] {
  const { recipe } = presetNamed(choice.preset)
  const names = Object.keys(TOGGLES) as ToggleName[]
  return names.filter((name) => {
    const asked = choice.toggles[name]
    return asked !== undefined && asked !== TOGGLES[name].isOn(recipe)
  })
}

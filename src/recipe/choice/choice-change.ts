import { type RecipeChoice, resolveRecipe } from '../choice.ts'
import { differences } from './differences.ts'
import { TOGGLE_NAMES, TOGGLES, type ToggleName } from '../toggles.ts'

/** The change between two choices. */
export type ChoiceChange =
  /** One toggle and nothing else. */
  | { readonly kind: 'toggle'; readonly toggle: ToggleName; readonly on: boolean }
  /** One custom field and nothing else. */
  | { readonly kind: 'field'; readonly path: string; readonly value: unknown }
  | { readonly kind: 'preset' }
  | { readonly kind: 'several' }

/** What changed from one choice to another; null if both are the same recipe. */
export function choiceChange(before: RecipeChoice, now: RecipeChoice): ChoiceChange | null {
  const recipe = resolveRecipe(now)
  if (differences(resolveRecipe(before), recipe).length === 0) return null
  if (before.preset !== now.preset) return { kind: 'preset' }
  const toggles = TOGGLE_NAMES.filter((name) => before.toggles[name] !== now.toggles[name])
  const paths = Object.keys({ ...before.overrides, ...now.overrides }).filter(
    (path) => JSON.stringify(before.overrides[path]) !== JSON.stringify(now.overrides[path]),
  )
  const retuned = before.retunes.join() !== now.retunes.join()
  if (!retuned && toggles.length === 1 && paths.length === 0) {
    return { kind: 'toggle', toggle: toggles[0], on: TOGGLES[toggles[0]].isOn(recipe) }
  }
  const [path] = paths
  if (!retuned && toggles.length === 0 && paths.length === 1 && now.overrides[path] !== undefined) {
    return { kind: 'field', path, value: now.overrides[path] }
  }
  return { kind: 'several' }
}

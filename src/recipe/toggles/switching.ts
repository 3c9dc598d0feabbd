import type { Recipe } from '../recipe.ts'
import type { Toggle } from './toggle.ts'

type Switching = Pick<Toggle, 'isOn' | 'on' | 'off'>

interface Field<T> {
  readonly get: (recipe: Recipe) => T
  readonly set: (recipe: Recipe, value: T) => Recipe
  readonly off: T
  /** What it is switched on to in a preset without it. */
  readonly usual: T
}

/** How a toggle switches one field: on if the field is anything but `off`; switching it on restores the preset's value. */
export function switching<T>({ get, set, off, usual }: Field<T>): Switching {
  const isOn = (recipe: Recipe) => get(recipe) !== off
  return {
    isOn,
    on: (recipe, preset) => set(recipe, isOn(preset) ? get(preset) : usual),
    off: (recipe, preset) => set(recipe, isOn(preset) ? off : get(preset)),
  }
}

/** How a toggle switches between kinds of one part: on if the part has the toggle's `usual` kind. */
export function switchingKind<T extends { readonly kind: string }>({
  get,
  set,
  off,
  usual,
}: Field<T>): Switching {
  const isOn = (recipe: Recipe) => get(recipe).kind === usual.kind
  return {
    isOn,
    on: (recipe, preset) => set(recipe, isOn(preset) ? get(preset) : usual),
    off: (recipe, preset) => set(recipe, isOn(preset) ? off : get(preset)),
  }
}

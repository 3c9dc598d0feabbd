import type { RecipePath } from '../paths.ts'
import type { Recipe } from '../recipe.ts'
import type { NetworkRecipe } from '../schema/network.ts'

/** The parts of a recipe that toggles belong to, in the order an image meets them. */
export const TOGGLE_GROUPS = [
  'precision',
  'data',
  'architecture',
  'activation',
  'normalisation',
  'loss',
  'firstLayer',
  'initialisation',
  'schedule',
  'optimiser',
  'averaging',
  'testTime',
] as const

export type ToggleGroup = (typeof TOGGLE_GROUPS)[number]

/** Further changes by a toggle's author. Off by default, so that the toggle is the only change. */
export interface Retune {
  readonly by: 'David Page' | 'Keller Jordan'
  /** What changes, to be read after "David Page also retuned: ". */
  readonly words: string
  /** The fields that it may change. */
  readonly changes: readonly RecipePath[]
  /** Retunes a recipe after the toggle was switched on; reverses the retuning after it was switched off. */
  readonly apply: (recipe: Recipe, on: boolean) => Recipe
}

/** A number, or numbers of stages. */
export type SettingValue = number | readonly number[]

/** One improvement that can be switched. Its explanation is in `explanations.ts`, which the page loads later. */
export interface Toggle {
  readonly title: string
  readonly group: ToggleGroup
  /** The fields of the recipe that it changes. */
  readonly changes: readonly RecipePath[]
  /** Fields that must change too for the recipe to make sense; shown as "Also changes: …". */
  readonly requires?: readonly RecipePath[]
  /** Fields that can be set while it is on, with the values offered. */
  readonly settings?: readonly {
    readonly path: RecipePath
    readonly title: string
    readonly values: readonly SettingValue[]
  }[]
  readonly isOn: (recipe: Recipe) => boolean
  /** Switches it on as in the preset, or to the usual value if the preset has it off; sets `requires` too. */
  readonly on: (recipe: Recipe, preset: Recipe) => Recipe
  /** Switches it off as in the preset, or to what came before it if the preset has it on; sets `requires` too. */
  readonly off: (recipe: Recipe, preset: Recipe) => Recipe
  /** By the family of the network: each author retuned their own. */
  readonly retune?: Readonly<Partial<Record<NetworkRecipe['family'], Retune>>>
  /** Why it can't be on in this recipe, as a sentence; null if it can. */
  readonly conflict?: (recipe: Recipe) => string | null
}

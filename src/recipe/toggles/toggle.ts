import type { RecipePath } from '../paths.ts'
import type { NetworkRecipe, Recipe } from '../recipe.ts'

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

/** What a toggle's author changed along with it. Offered, and off by default, so that one change stands alone. */
export interface Retune {
  readonly by: 'Page' | 'Jordan'
  /** What changes, to be read after "Page also retuned: ". */
  readonly words: string
  /** The fields that it may change. */
  readonly changes: readonly RecipePath[]
  /** Retunes a recipe in which the toggle was just switched on, or off: then the other way round. */
  readonly apply: (recipe: Recipe, on: boolean) => Recipe
}

/** A number, or numbers of stages. */
export type SettingValue = number | readonly number[]

/** One improvement that can be switched. What it is for is told apart from it, in `explanations.ts`: the page loads that later. */
export interface Toggle {
  readonly title: string
  readonly group: ToggleGroup
  /** The fields of the recipe that it is about. */
  readonly changes: readonly RecipePath[]
  /** Fields that always change along, since the recipe would be wrong without; told as "Also changes: …". */
  readonly requires?: readonly RecipePath[]
  /** Fields that are worth another value while it is on, with values to offer. */
  readonly settings?: readonly {
    readonly path: RecipePath
    readonly title: string
    readonly values: readonly SettingValue[]
  }[]
  readonly isOn: (recipe: Recipe) => boolean
  /** Switched on as the preset has it, or as it is usual where the preset goes without; `requires` included. */
  readonly on: (recipe: Recipe, preset: Recipe) => Recipe
  /** Switched off as the preset has it, or to what came before where the preset has it on; `requires` included. */
  readonly off: (recipe: Recipe, preset: Recipe) => Recipe
  /** By the family of the network, since each author retuned their own. */
  readonly retune?: Readonly<Partial<Record<NetworkRecipe['family'], Retune>>>
  /** Why it makes no sense to have it on in this recipe, as a sentence; null where it does. */
  readonly conflict?: (recipe: Recipe) => string | null
}

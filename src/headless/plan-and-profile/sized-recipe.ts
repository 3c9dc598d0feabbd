import { PRESETS, presetNamed, type PresetName } from '../../recipe/presets.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { numberOption, wordOption } from '../command-line/arguments.ts'
import { BATCH_BOUNDS, WIDTH_BOUNDS } from '../command-line/recipe-options.ts'

/** The options of a preset at another width or batch size. */
const SIZE_OPTIONS = {
  recipe: { type: 'string' },
  width: { type: 'string' },
  batch: { type: 'string' },
} as const

/** The options of a command that reports on a preset's step. */
export const REPORT_OPTIONS = {
  ...SIZE_OPTIONS,
  precision: { type: 'string' },
  json: { type: 'boolean' },
} as const

const NAMES = PRESETS.map(({ name }) => name)

/** The preset with the requested width and batch size, which default to its own. Throws an ArgumentError. */
export function sizedRecipe(
  values: { readonly [option in keyof typeof SIZE_OPTIONS]?: string | undefined },
  defaultName: PresetName,
): { readonly name: PresetName; readonly recipe: Recipe } {
  const name = wordOption('recipe', values.recipe ?? defaultName, NAMES)
  const { recipe } = presetNamed(name)
  const width = numberOption('width', values.width ?? '1', WIDTH_BOUNDS)
  const batchText = values.batch ?? String(recipe.batchSize)
  const batchSize = numberOption('batch', batchText, BATCH_BOUNDS)
  return { name, recipe: { ...recipe, batchSize, network: { ...recipe.network, width } } }
}

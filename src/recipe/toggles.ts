import type { AugmentationRecipe, Recipe } from './recipe.ts'

/** One improvement that can be switched: how to see it in a recipe, and how to set it. */
export interface Toggle {
  readonly title: string
  /** One line for a person who has never heard of it. */
  readonly explanation: string
  readonly group: 'data'
  isOn(recipe: Recipe): boolean
  /** Switched on as the preset has it, or as it is usual where the preset goes without. */
  on(recipe: Recipe, preset: Recipe): Recipe
  off(recipe: Recipe): Recipe
}

export type ToggleName = 'crop' | 'flip' | 'cutout'

function augmentationToggle<K extends keyof AugmentationRecipe>(
  field: K,
  values: { off: AugmentationRecipe[K]; usual: AugmentationRecipe[K] },
  texts: Pick<Toggle, 'title' | 'explanation'>,
): Toggle {
  const set = (recipe: Recipe, value: AugmentationRecipe[K]): Recipe => ({
    ...recipe,
    augmentation: { ...recipe.augmentation, [field]: value },
  })
  const isOn = (recipe: Recipe) => recipe.augmentation[field] !== values.off
  return {
    ...texts,
    group: 'data',
    isOn,
    on: (recipe, preset) => set(recipe, isOn(preset) ? preset.augmentation[field] : values.usual),
    off: (recipe) => set(recipe, values.off),
  }
}

export const TOGGLES: Readonly<Record<ToggleName, Toggle>> = {
  crop: augmentationToggle(
    'cropPadding',
    { off: 0, usual: 4 },
    {
      title: 'Random crop',
      explanation: 'Shifts each image a few pixels, so that no epoch shows the same one twice.',
    },
  ),
  flip: augmentationToggle(
    'flip',
    { off: 'off', usual: 'random' },
    {
      title: 'Random mirror',
      explanation: 'Mirrors half of the images left to right: a cat is a cat from either side.',
    },
  ),
  cutout: augmentationToggle(
    'cutout',
    { off: 0, usual: 8 },
    {
      title: 'Cutout',
      explanation: 'Blanks a random square, so that no one detail decides.',
    },
  ),
}

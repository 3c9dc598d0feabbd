import { E1_32, E1_32_PUBLISHED } from './e1.ts'
import type { Preset } from './preset.ts'

/** docs/decisions/training/auto-recipe.md says why this recipe. */
export const AUTO_PRESETS = [
  {
    name: 'auto',
    title: 'E1 at 32 px',
    series: 'auto',
    published: E1_32_PUBLISHED,
    recipe: E1_32,
  },
] as const satisfies readonly Preset[]

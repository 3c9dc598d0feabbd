import { AIRBENCH_94 } from './airbench.ts'
import type { Preset } from './preset.ts'

/** docs/decisions/auto-recipe.md says why this and no other. */
export const AUTO_PRESETS = [
  {
    name: 'auto',
    title: 'Safely over 94%',
    series: 'auto',
    published: null,
    expected: 94.27,
    recipe: { ...AIRBENCH_94, length: { unit: 'epochs', count: 12.5 } },
  },
] as const satisfies readonly Preset[]

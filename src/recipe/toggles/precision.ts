import type { Precision } from '../recipe.ts'
import { switching } from './switching.ts'
import type { Toggle } from './toggle.ts'

export const PRECISION_TOGGLES = {
  halfPrecision: {
    title: 'Half precision',
    group: 'precision',
    changes: ['precision'],
    ...switching<Precision>({
      get: ({ precision }) => precision,
      set: (recipe, precision) => ({ ...recipe, precision }),
      off: 'f32',
      usual: 'auto',
    }),
  },
} as const satisfies Record<string, Toggle>

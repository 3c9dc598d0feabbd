import { retimed } from '../schedule/knots.ts'
import { switching } from './switching.ts'
import type { Toggle } from './toggle.ts'

export const LOSS_TOGGLES = {
  labelSmoothing: {
    title: 'Label smoothing',
    group: 'loss',
    changes: ['labelSmoothing'],
    settings: [{ path: 'labelSmoothing', title: 'Smoothing', values: [0.1, 0.2] }],
    ...switching<number>({
      get: (recipe) => recipe.labelSmoothing,
      set: (recipe, labelSmoothing) => ({ ...recipe, labelSmoothing }),
      off: 0,
      usual: 0.2,
    }),
    retune: {
      page: {
        by: 'David Page',
        words: '25 to 23 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => retimed(recipe, on ? 23 / 25 : 25 / 23),
      },
    },
  },
} as const satisfies Record<string, Toggle>

import type { OptimiserRecipe, Recipe } from '../recipe.ts'
import { switching } from './switching.ts'
import type { Toggle } from './toggle.ts'

const withOptimiser = (recipe: Recipe, change: Partial<OptimiserRecipe>): Recipe => ({
  ...recipe,
  optimiser: { ...recipe.optimiser, ...change },
})

export const OPTIMISER_TOGGLES = {
  nesterov: {
    title: 'Nesterov’s momentum',
    group: 'optimiser',
    changes: ['optimiser.nesterov'],
    ...switching<boolean>({
      get: ({ optimiser }) => optimiser.nesterov,
      set: (recipe, nesterov) => withOptimiser(recipe, { nesterov }),
      off: false,
      usual: true,
    }),
  },
  weightDecay: {
    title: 'Weight decay',
    group: 'optimiser',
    changes: ['optimiser.weightDecay'],
    settings: [
      { path: 'optimiser.weightDecay', title: 'Per example', values: [1.25e-4, 5e-4, 1e-3] },
    ],
    ...switching<number>({
      get: ({ optimiser }) => optimiser.weightDecay,
      set: (recipe, weightDecay) => withOptimiser(recipe, { weightDecay }),
      off: 0,
      usual: 5e-4,
    }),
  },
} as const satisfies Record<string, Toggle>

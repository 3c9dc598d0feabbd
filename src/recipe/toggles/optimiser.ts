import type { OptimiserRecipe, Recipe } from '../recipe.ts'
import { switching } from './switching.ts'
import { type Toggle } from './toggle.ts'

const HYPERPARAMETERS = 'https://myrtle.ai/learn/how-to-train-your-resnet-5-hyperparameters/'
const WEIGHT_DECAY = 'https://myrtle.ai/learn/how-to-train-your-resnet-6-weight-decay/'

const withOptimiser = (recipe: Recipe, change: Partial<OptimiserRecipe>): Recipe => ({
  ...recipe,
  optimiser: { ...recipe.optimiser, ...change },
})

export const OPTIMISER_TOGGLES = {
  nesterov: {
    title: 'Nesterov’s momentum',
    line: 'Steps a little ahead, along where momentum is going.',
    paragraph:
      'A step follows the velocity, a fading sum of past gradients. Nesterov’s form adds the newest gradient once more on top, as if it were measured where the velocity leads, so that a turn is taken sooner. Every recipe here has it; none gives a figure without.',
    source: HYPERPARAMETERS,
    part: 'Page, part 5',
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
    line: 'Shrinks all weights a little at every step.',
    paragraph:
      'After batch norm the size of weights does not matter, only their direction: large weights turn more slowly. Decay keeps them small, and so keeps the steps large. Page’s part 6 shows that growth by steps and shrinking by decay balance, so that decay and rate together set how fast the network learns.',
    source: WEIGHT_DECAY,
    part: 'Page, part 6',
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

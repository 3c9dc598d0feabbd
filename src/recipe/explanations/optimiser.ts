import type { OPTIMISER_TOGGLES } from '../toggles/optimiser.ts'
import type { Explanation } from './explanation.ts'

const HYPERPARAMETERS = 'https://myrtle.ai/learn/how-to-train-your-resnet-5-hyperparameters/'
const WEIGHT_DECAY = 'https://myrtle.ai/learn/how-to-train-your-resnet-6-weight-decay/'

export const OPTIMISER_EXPLANATIONS = {
  nesterov: {
    line: 'Steps a little ahead, along where momentum is going.',
    paragraph:
      'A step follows the velocity, a fading sum of past gradients. Nesterov’s form adds the newest gradient once more on top, as if it were measured where the velocity leads, so that a turn is taken sooner. Every recipe here has it; none gives a figure without.',
    source: HYPERPARAMETERS,
    part: 'Page, part 5',
  },
  weightDecay: {
    line: 'Shrinks all weights a little at every step.',
    paragraph:
      'After batch norm the size of weights does not matter, only their direction: large weights turn more slowly. Decay keeps them small, and so keeps the steps large. Page’s part 6 shows that growth by steps and shrinking by decay balance, so that decay and rate together set how fast the network learns.',
    source: WEIGHT_DECAY,
    part: 'Page, part 6',
  },
} as const satisfies Record<keyof typeof OPTIMISER_TOGGLES, Explanation>

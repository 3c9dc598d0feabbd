import type { OPTIMISER_TOGGLES } from '../toggles/optimiser.ts'
import { AIRBENCH, type Explanation } from './explanation.ts'

const HYPERPARAMETERS = 'https://myrtle.ai/learn/how-to-train-your-resnet-5-hyperparameters/'
const WEIGHT_DECAY = 'https://myrtle.ai/learn/how-to-train-your-resnet-6-weight-decay/'

export const OPTIMISER_EXPLANATIONS = {
  lars: {
    line: 'Makes each layer’s step a share of that layer’s size.',
    paragraph:
      'The rate of each weight tensor is multiplied by its norm over its gradient’s, so that every layer turns by about the same angle. Page’s parts 5 and 6 argue that plain descent with decay and batch norm ends up doing that by itself: put LARS beside it and compare. Biases are trained as before, since they start at 0. He gives no time for it.',
    source: WEIGHT_DECAY,
    part: 'Page, parts 5 and 6',
  },
  muon: {
    line: 'Steps all directions of a convolution’s weights alike, not only the steepest.',
    paragraph:
      'The momentum of each convolution is a matrix, and a few directions rule it. Three Newton-Schulz iterations bring all its singular values near 1 before the step, and the weight is set back to a fixed length in place of decay. Head and biases are still trained by descent. With rates to match, airbench94 took 2.59 s instead of 3.83 s on an A100, at 8 epochs for 9.9.',
    source: AIRBENCH,
    part: 'airbench',
  },
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

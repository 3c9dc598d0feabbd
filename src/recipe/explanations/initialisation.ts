import type { INITIALISATION_TOGGLES } from '../toggles/initialisation.ts'
import { AIRBENCH_PAPER, EXPERIMENTS_NOTEBOOK, type Explanation } from './explanation.ts'

export const INITIALISATION_EXPLANATIONS = {
  dirac: {
    line: 'Starts convolutions as copies of their input, as far as they have enough channels.',
    paragraph:
      'The first filters of each convolution start as identities, one for each input channel, and only the rest start at random. The features of the whitened first layer reach the last layer unchanged, and training starts from there. In airbench it allowed 18 epochs instead of 21: 7.3 s instead of 8.6 on an A100.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  addedDirac: {
    line: 'Adds an identity to random weights instead of replacing them.',
    paragraph:
      'This is hlb’s initialisation: identities are added to the random filters of a block’s first convolution, which are then rescaled to their former mean and deviation. The second convolution starts as identities alone. airbench simplified this to the identity initialisation. There is no figure for it.',
    source: 'https://github.com/tysam-code/hlb-CIFAR10',
    part: 'hlb',
  },
  scalesFromOne: {
    line: 'Starts batch norm’s scales at 1 instead of at random values between 0 and 1.',
    paragraph:
      'PyTorch 0.4, which David Page’s series started with, drew the scales between 0 and 1, so half of the channels started at less than half strength. With scales of 1 and logits times 1/8: 90.7 to 91.1%. Later versions of PyTorch start at 1 by default.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
} as const satisfies Record<keyof typeof INITIALISATION_TOGGLES, Explanation>

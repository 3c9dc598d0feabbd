import type { INITIALISATION_TOGGLES } from '../toggles/initialisation.ts'
import { AIRBENCH_PAPER, EXPERIMENTS, type Explanation } from './explanation.ts'

export const INITIALISATION_EXPLANATIONS = {
  dirac: {
    line: 'Starts convolutions as copies of their input, as far as they have channels for it.',
    paragraph:
      'The first filters of each convolution start as identities, one for each channel that comes in, and only the rest at random. What the whitened first layer found reaches the last one unharmed, and training starts from there. In airbench it allowed 18 epochs for 21: 8.6 to 7.3 s on an A100.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  addedDirac: {
    line: 'Adds an identity to a random start instead of putting it in its place.',
    paragraph:
      'As hlb starts: to the random filters of a block’s first convolution identities are added, and all are scaled back to the mean and deviation they had; the second convolution is identities alone. airbench simplified it to the identity start. No figure is given.',
    source: 'https://github.com/tysam-code/hlb-CIFAR10',
    part: 'hlb',
  },
  scalesFromOne: {
    line: 'Starts batch norm’s scales at 1 instead of anywhere between 0 and 1.',
    paragraph:
      'PyTorch 0.4, which Page’s series began with, drew the scales from between 0 and 1, so that half of the channels started at less than half strength. From 1, with logits of an eighth: 90.7 to 91.1%. Later versions of PyTorch do so by themselves.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
} as const satisfies Record<keyof typeof INITIALISATION_TOGGLES, Explanation>

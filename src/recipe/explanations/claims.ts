import type { ToggleName } from '../toggles.ts'

/** What is published about one improvement, in a line. The explanations have its source and its circumstances. */
export interface Claim {
  readonly toggle: ToggleName
  /** As in "Without batch norm". */
  readonly noun: string
  readonly words: string
}

/**
 * The improvements with the largest published effect on a whole run when they are switched off; those without a
 * figure are ranked by how clearly their effect shows. A test checks that the figures match the explanations.
 */
export const CLAIMS: readonly Claim[] = [
  {
    toggle: 'batchNorm',
    noun: 'batch norm',
    words:
      'David Page: without it, only low learning rates work. At the recipe’s own rate, the loss can become NaN.',
  },
  {
    toggle: 'branches',
    noun: 'the ResNet branches',
    words: 'David Page: 55.9% in 20 epochs without them.',
  },
  {
    toggle: 'largeKernels',
    noun: '3x3 convolutions in the stages',
    words: 'David Page: 85.6% with them, 56.0% without.',
  },
  {
    toggle: 'residuals',
    noun: 'residual branches',
    words: 'David Page: 93.8% with two of them, 91.1% without.',
  },
  {
    toggle: 'pools',
    noun: 'pools',
    words: 'David Page: 89.7% with pools, 85.6% with strides instead.',
  },
  {
    toggle: 'whitening',
    noun: 'patch whitening',
    words:
      'Keller Jordan: 21 epochs instead of 34 for the same accuracy. David Page: 94.4% instead of 94.1% at 17 epochs.',
  },
  {
    toggle: 'muon',
    noun: 'Muon',
    words: 'Keller Jordan: 8 epochs instead of 9.9 for the same accuracy.',
  },
  {
    toggle: 'mirrorViews',
    noun: 'the mirrored view at test time',
    words: 'David Page: 94.6% instead of 94.1% at 13 epochs.',
  },
  {
    toggle: 'smallLogits',
    noun: 'scaled-down logits',
    words: 'David Page: 91.1% instead of 90.7%, together with batch-norm scales that start at 1.',
  },
  {
    toggle: 'warmUp',
    noun: 'warm-up',
    words: 'David Page: new weights don’t tolerate a high learning rate. He gives no figure.',
  },
  {
    toggle: 'dirac',
    noun: 'identity initialisation',
    words: 'Keller Jordan: 18 epochs instead of 21 for the same accuracy.',
  },
  {
    toggle: 'crop',
    noun: 'random crops',
    words: 'Every recipe here crops at random. None gives a figure for it alone.',
  },
  {
    toggle: 'flip',
    noun: 'mirrored images',
    words: 'Mirroring doubles the images for free. No recipe here gives a figure for it alone.',
  },
  {
    toggle: 'reshuffle',
    noun: 'shuffling every epoch',
    words: 'Keller Jordan: 93.9% instead of 93.4%, without alternating mirror.',
  },
  {
    toggle: 'globalMax',
    noun: 'the max-only pool',
    words: 'David Page: 90.7% instead of 89.7%, with twice the channels in the last stage.',
  },
  {
    toggle: 'ema',
    noun: 'averaged weights',
    words: 'David Page: 94.3% instead of 94.1% at 14 epochs.',
  },
  {
    toggle: 'labelSmoothing',
    noun: 'label smoothing',
    words: 'David Page: 94.2% instead of 94.1% at 25 epochs.',
  },
  {
    toggle: 'biasRate',
    noun: 'fast biases',
    words: 'Keller Jordan: 13.5 epochs instead of 18 for the same accuracy.',
  },
  {
    toggle: 'lookahead',
    noun: 'lookahead',
    words: 'Keller Jordan: 12 epochs instead of 13.5 for the same accuracy.',
  },
  {
    toggle: 'alternatingFlip',
    noun: 'alternating mirror',
    words: 'Keller Jordan: 9.9 epochs instead of 10.8 for the same accuracy.',
  },
  {
    toggle: 'celu',
    noun: 'CELU',
    words: 'David Page: 94.3% instead of 94.2% at 23 epochs.',
  },
  {
    toggle: 'ghostNorm',
    noun: 'ghost batch norm',
    words: 'David Page: 94.2% instead of 94.1% at 20 epochs.',
  },
  {
    toggle: 'cutout',
    noun: 'cutout',
    words: 'David Page: 30 epochs instead of 35. A burden in short runs.',
  },
  {
    toggle: 'weightDecay',
    noun: 'weight decay',
    words: 'David Page: it sets how fast the network learns. He gives no figure.',
  },
  {
    toggle: 'nesterov',
    noun: 'Nesterov momentum',
    words: 'Every recipe here uses it. None gives a figure without it.',
  },
]

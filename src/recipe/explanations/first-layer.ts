import type { FIRST_LAYER_TOGGLES } from '../toggles/first-layer.ts'
import { AIRBENCH_PAPER, BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const FIRST_LAYER_EXPLANATIONS = {
  whitening: {
    line: 'Computes the first layer from the images instead of training it.',
    paragraph:
      'Neighbouring pixels are nearly equal, so patches of an image vary in few directions. The filters of the first convolution are the directions in which patches of the training images vary, each scaled to the same variance, and they stay fixed. David Page, with 3x3 patches followed by a trained 1x1 convolution: 94.4% instead of 94.1% at 17 epochs, or 94.1% at 15 in 39 s; with a higher learning rate and smaller cutout, at 14 in 36 s. airbench, with 2x2 patches: 21 epochs instead of 34, 8.6 s instead of 14.2 on an A100.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  smallPatches: {
    line: 'Whitens patches of 2x2 pixels and uses each filter and its negative.',
    paragraph:
      'David Page’s form has 27 filters of 3x3 pixels, followed by a trained layer. hlb and airbench have 12 filters of 2x2 and the negative of each, so that an activation can follow directly without losing information: what it blocks of one filter passes through the other. The smaller first layer also costs less. There is no figure for it alone.',
    source: AIRBENCH_PAPER,
    part: 'hlb',
  },
  whiteningBias: {
    line: 'Adds a trained bias to each whitening filter.',
    paragraph:
      'The filters are fixed, but a bias can shift where the activation after them bends. airbench trains this bias for the first 3 epochs; David Page and hlb do without it. There is no figure for it alone.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  freezeWhiteningBias: {
    line: 'Stops training the whitening layer’s bias after three epochs.',
    paragraph:
      'While anything in the first layer is trained, gradients must go all the way back to it, through the layers with the highest resolution. Freezing the bias after 3 of 13.5 epochs saves that work for the rest of the run: 5.2 s instead of 5.5 in airbench, at the same accuracy.',
    source: 'https://github.com/KellerJordan/cifar10-zoo/tree/main/airbench/ablations',
    part: 'airbench',
  },
} as const satisfies Record<keyof typeof FIRST_LAYER_TOGGLES, Explanation>

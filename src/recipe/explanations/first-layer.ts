import type { FIRST_LAYER_TOGGLES } from '../toggles/first-layer.ts'
import { AIRBENCH_PAPER, BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const FIRST_LAYER_EXPLANATIONS = {
  whitening: {
    line: 'Computes the first layer from the images instead of training it.',
    paragraph:
      'Neighbouring pixels say nearly the same, so patches of an image vary in few directions. The first convolution’s filters are the directions in which patches of the training images vary, each scaled to the same strength, and stay as they are. Page, with 3x3 patches and a trained 1x1 convolution behind: 94.4% for 94.1% at 17 epochs, or 94.1% at 15 in 39 s, and with a higher rate and smaller cutout at 14 in 36 s. airbench, with 2x2: 21 epochs for 34, 14.2 to 8.6 s on an A100.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  smallPatches: {
    line: 'Whitens patches of 2x2 pixels and keeps each filter with its negative.',
    paragraph:
      'Page’s form has 27 filters of 3x3 pixels, and a trained layer right behind. hlb and airbench have 12 filters of 2x2, and each once more with all signs turned, so that an activation may follow at once and loses nothing: what one lets pass, the other holds back. The smaller first layer also costs less; there is no figure for it alone.',
    source: AIRBENCH_PAPER,
    part: 'hlb',
  },
  whiteningBias: {
    line: 'Adds a trained bias to each whitening filter.',
    paragraph:
      'The filters are not trained, but where the activation behind them bends may be. airbench trains such a bias for its first 3 epochs; Page and hlb do without. No figure for it alone is given.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  freezeWhiteningBias: {
    line: 'Stops training the whitening layer’s bias after three epochs.',
    paragraph:
      'As long as anything in the first layer is trained, gradients must go all the way back to it: through the largest images of the network. Frozen after 3 of 13.5 epochs, the rest saves that work: 5.5 to 5.2 s in airbench, at the same accuracy.',
    source: 'https://github.com/KellerJordan/cifar10-zoo/tree/main/airbench/ablations',
    part: 'airbench',
  },
} as const satisfies Record<keyof typeof FIRST_LAYER_TOGGLES, Explanation>

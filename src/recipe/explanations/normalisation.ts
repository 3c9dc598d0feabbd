import type { NORMALISATION_TOGGLES } from '../toggles/normalisation.ts'
import { AIRBENCH, BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const NORMALISATION_EXPLANATIONS = {
  batchNorm: {
    line: 'Gives every channel mean 0 and deviation 1 over the batch, before its bias.',
    paragraph:
      'Switched off, only the bias is left. Page’s part 7 shows what happens then: channels of deep layers turn nearly constant already at the start, gradients of the mean answer dwarf all others, and one step of 1% along them makes the network name one class for everything. It trains at small rates only: at a recipe’s own rate the loss is soon no number any more. Watch it fail, or lower the peak.',
    source: 'https://github.com/davidcpage/cifar10-fast/blob/master/batch_norm_post.ipynb',
    part: 'Page, part 7',
  },
  ghostNorm: {
    line: 'Normalises in small groups of images, as if batches were smaller.',
    paragraph:
      'Batch norm subtracts the mean and divides by the deviation of the whole batch; in groups of 32 both are noisier, and that noise helps as augmentation does. Page: 94.2% for 94.1% at 20 epochs, and it bears a higher rate: 18 epochs at a peak of 0.6, 52 to 46 s. At test time the groups’ running statistics are averaged.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  frozenScale: {
    line: 'Leaves batch norm’s scales at 1 instead of training them.',
    paragraph:
      'Page saw that trained scales mostly decay to about a quarter, with the layers after them making up for it. Left at 1 the numbers stay the same only if CELU’s alpha is four times as large (0.3), the logits are multiplied by 1/16 instead of 1/8, and the biases learn 64 times faster and decay 64 times less. That was worth 18 to 17 epochs, 46 to 43 s, and without the faster biases accuracy fell.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  biasRate: {
    line: 'Lets batch norm’s biases learn 64 times faster than the weights.',
    paragraph:
      'The biases decide how much of a channel passes the activation, and at the weights’ rate they hardly move in so few steps. They learn 64 times faster and decay 64 times less, so that decay as such stays as it was. Page went over 16 to 64 with frozen scales; airbench’s 13.5 epochs for 18 come from it: 7.3 to 5.5 s.',
    source: AIRBENCH,
    part: 'Page, part 8',
  },
  fastStatistics: {
    line: 'Lets the statistics for test time follow the last few batches.',
    paragraph:
      'At test time batch norm takes means and deviations that it collected while training: 0.1 of each batch, so of the last ten or so. With 0.4 they follow the last two or three, noisier and closer to the weights as they are. hlb went to it in January 2023 in place of ghost batch norm; in airbench it belongs to lookahead, and neither helps alone.',
    source: AIRBENCH,
    part: 'hlb',
  },
} as const satisfies Record<keyof typeof NORMALISATION_TOGGLES, Explanation>

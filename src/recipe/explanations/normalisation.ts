import type { NORMALISATION_TOGGLES } from '../toggles/normalisation.ts'
import { AIRBENCH, BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const NORMALISATION_EXPLANATIONS = {
  batchNorm: {
    line: 'Normalises every channel to mean 0 and deviation 1 over the batch, then adds a bias.',
    paragraph:
      'Switched off, only the bias is left. David Page’s part 7 shows what happens then: channels of deep layers become nearly constant at initialisation, the gradient of the mean prediction dominates all others, and one step of 1% along it makes the network predict one class for everything. It trains only at low learning rates: at the recipe’s own rate the loss soon becomes NaN. Watch it fail, or lower the peak rate.',
    source: 'https://github.com/davidcpage/cifar10-fast/blob/master/batch_norm_post.ipynb',
    part: 'David Page, part 7',
  },
  ghostNorm: {
    line: 'Normalises in small groups of images, as if batches were smaller.',
    paragraph:
      'Batch norm subtracts the mean and divides by the deviation of the whole batch. In groups of 32 both are noisier, and the noise helps like augmentation. David Page: 94.2% instead of 94.1% at 20 epochs. It also tolerates a higher learning rate: 18 epochs at a peak of 0.6, 46 s instead of 52. Tests use the average of the groups’ running statistics.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  frozenScale: {
    line: 'Keeps batch norm’s scales at 1 instead of training them.',
    paragraph:
      'David Page saw that trained scales mostly fall to about a quarter and the following layers compensate. With scales fixed at 1, the network computes the same only if CELU’s alpha is four times as large (0.3), the logits are multiplied by 1/16 instead of 1/8, and the biases learn 64 times faster and decay 64 times less. It allowed 17 epochs instead of 18, 43 s instead of 46. Without the faster biases, accuracy fell.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  biasRate: {
    line: 'Trains batch norm’s biases 64 times faster than the weights.',
    paragraph:
      'The biases decide how much of a channel passes the activation, and at the weights’ learning rate they hardly move in so few steps. They learn 64 times faster and decay 64 times less, so the effect of weight decay stays the same. David Page increased the factor from 16 to 64 with frozen scales. In airbench it allowed 13.5 epochs instead of 18: 5.5 s instead of 7.3.',
    source: AIRBENCH,
    part: 'David Page, part 8',
  },
  fastStatistics: {
    line: 'Makes the running statistics follow the last few batches.',
    paragraph:
      'For tests, batch norm uses means and deviations collected during training: with 0.1 of each batch, they cover about the last ten batches. With 0.4 they cover the last two or three, which is noisier and closer to the current weights. hlb changed to it in January 2023, in place of ghost batch norm. In airbench it comes with lookahead; neither helps alone.',
    source: AIRBENCH,
    part: 'hlb',
  },
} as const satisfies Record<keyof typeof NORMALISATION_TOGGLES, Explanation>

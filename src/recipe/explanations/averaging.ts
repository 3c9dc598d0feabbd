import type { AVERAGING_TOGGLES } from '../toggles/averaging.ts'
import { AIRBENCH, BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const AVERAGING_EXPLANATIONS = {
  ema: {
    line: 'Tests a moving average of the weights instead of the last ones.',
    paragraph:
      'Weights jump about as long as the rate is high. A fading average over some hundred steps lies in the middle of where they jump, and usually does better. Page averages every fifth step with 0.99 a step, statistics of batch norm included, and lets the rate rest at a tenth of its peak for the last two epochs instead of falling to 0: 94.3% for 94.1% at 14 epochs, or 94.1% at 13: 36 to 33.5 s.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  lookahead: {
    line: 'Pulls the weights back to their own average every five steps.',
    paragraph:
      'As averaged weights, but training goes on from the average: few steps explore, then their middle becomes the new place. How much of the old average is kept grows over the run, from nothing to about three quarters. Batch norm’s running statistics must follow faster for it (0.4 of each batch for 0.1): neither helps alone. In airbench, with a new rate, 13.5 to 12 epochs: 5.2 to 4.6 s.',
    source: AIRBENCH,
    part: 'hlb',
  },
} as const satisfies Record<keyof typeof AVERAGING_TOGGLES, Explanation>

import type { AVERAGING_TOGGLES } from '../toggles/averaging.ts'
import { AIRBENCH, BAG_OF_TRICKS, FULCRUM, type Explanation } from './explanation.ts'

export const AVERAGING_EXPLANATIONS = {
  ema: {
    line: 'Tests a moving average of the weights instead of the latest weights.',
    paragraph:
      'While the learning rate is high, the weights keep jumping around. An exponential moving average over some hundred steps is close to the middle of these jumps and usually does better. David Page updates the average every fifth step with a decay of 0.99 per step, including batch norm’s statistics, and keeps the learning rate at a tenth of its peak for the last two epochs instead of lowering it to 0: 94.3% instead of 94.1% at 14 epochs, or 94.1% at 13: 33.5 s instead of 36.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  averagedTail: {
    line: 'Moves the weights to their own average every four steps, in the last steps only.',
    paragraph:
      'Like lookahead, but only over the last 20 steps: an average starts as a copy of the weights. Every fourth step it moves three tenths of the way to the current weights, and training continues from the average, including batch norm’s running statistics. E1 does this while the learning rate stays at a twentieth of its initial value, where accuracy still varies by 0.1 to 0.2 points. It gives no figure for it alone.',
    source: FULCRUM,
    part: 'E1',
  },
  lookahead: {
    line: 'Moves the weights back to their own average every five steps.',
    paragraph:
      'Like averaged weights, but training continues from the average: a few steps explore, then their average becomes the new starting point. The share of the old average that is kept grows over the run, from 0 to about three quarters. Batch norm’s running statistics must follow faster (0.4 of each batch instead of 0.1); neither change helps alone. In airbench, with a new learning rate, it allowed 12 epochs instead of 13.5: 4.6 s instead of 5.2.',
    source: AIRBENCH,
    part: 'hlb',
  },
} as const satisfies Record<keyof typeof AVERAGING_TOGGLES, Explanation>

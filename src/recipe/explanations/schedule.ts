import type { SCHEDULE_TOGGLES } from '../toggles/schedule.ts'
import { BAG_OF_TRICKS, EXPERIMENTS, type Explanation } from './explanation.ts'

export const SCHEDULE_EXPLANATIONS = {
  warmUp: {
    line: 'Raises the learning rate over the first epochs instead of starting at its peak.',
    paragraph:
      'Fresh weights and batch-norm statistics bear no high rate yet: the first steps would throw the network far off. The rate rises in a straight line to its peak, over a fifth of the run in Page’s recipes and nearly a quarter in airbench’s. Without warm-up it starts at the peak and falls from there.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 2',
  },
  tail: {
    line: 'Lets the rate fall almost to zero early, and then the rest of the way slowly.',
    paragraph:
      'The schedule of the first parts: from its peak at epoch 15 down to a twentieth of it at 30, and to 0 at 35. In part 3 Page drew one straight line from the peak to the end instead, with cutout and five epochs less: 186 to 161 s.',
    source: EXPERIMENTS,
    part: 'Page, part 1',
  },
  rest: {
    line: 'Ends at a small rate instead of 0.',
    paragraph:
      'A rate of 0 makes the last steps worthless to a moving average, which does the settling down itself. So with averaged weights Page lets the rate rest at a tenth of its peak for the last two epochs, and airbench ends at 0.07 of it.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  rateByBatch: {
    line: 'Gives every image the same weight, however many are in a batch.',
    paragraph:
      'Twice the batch means half as many steps. On, the rate for the mean loss and the decay of a step grow with the batch, so that an epoch moves the weights as far as before: Page’s 0.4 at 512 images and 0.6 at 768. Off, the rate stays and an epoch of large batches moves them less. Part 2 shows why the first works while rates are small enough: steps add up, and batches of 512 took 256 s where 128 took 297.',
    source: 'https://myrtle.ai/learn/how-to-train-your-resnet-2-mini-batches/',
    part: 'Page, part 2',
  },
} as const satisfies Record<keyof typeof SCHEDULE_TOGGLES, Explanation>

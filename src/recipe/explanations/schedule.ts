import type { SCHEDULE_TOGGLES } from '../toggles/schedule.ts'
import { BAG_OF_TRICKS, EXPERIMENTS_NOTEBOOK, type Explanation } from './explanation.ts'

export const SCHEDULE_EXPLANATIONS = {
  warmUp: {
    line: 'Raises the learning rate over the first epochs instead of starting at its peak.',
    paragraph:
      'New weights and batch-norm statistics can’t tolerate a high learning rate: the first steps would throw the network far off. The learning rate rises linearly to its peak, over a fifth of the run in David Page’s recipes and nearly a quarter in airbench’s. Without warm-up it starts at the peak and falls from there.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 2',
  },
  tail: {
    line: 'Lowers the learning rate almost to zero early, then slowly the rest of the way.',
    paragraph:
      'The schedule of the first parts: from the peak at epoch 15 to a twentieth of it at epoch 30, and to 0 at 35. In part 3, David Page used one straight line from the peak to the end instead, with cutout and five fewer epochs: 161 s instead of 186.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 1',
  },
  rest: {
    line: 'Ends at a low learning rate instead of 0.',
    paragraph:
      'With a learning rate of 0, the last steps add nothing to a moving average, which already smooths the weights. So with averaged weights, David Page keeps the learning rate at a tenth of its peak for the last two epochs, and airbench ends at 0.07 of it. E1 keeps a twentieth over its last 26 steps, during which it averages.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  rateByBatch: {
    line: 'Gives every image the same weight, whatever the batch size.',
    paragraph:
      'Twice the batch size means half as many steps. On: learning rate and weight decay grow with the batch size, so an epoch moves the weights as far as before. That is how David Page’s 0.4 at 512 images became 0.6 at 768. Off: the learning rate stays, and an epoch with larger batches moves the weights less. Part 2 shows why scaling works while learning rates are small enough: steps add up. Batches of 512 took 256 s where batches of 128 took 297.',
    source: 'https://myrtle.ai/learn/how-to-train-your-resnet-2-mini-batches/',
    part: 'David Page, part 2',
  },
} as const satisfies Record<keyof typeof SCHEDULE_TOGGLES, Explanation>

import type { SCHEDULE_TOGGLES } from '../toggles/schedule.ts'
import { BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const SCHEDULE_EXPLANATIONS = {
  warmUp: {
    line: 'Raises the learning rate over the first epochs instead of starting at its peak.',
    paragraph:
      'Fresh weights and batch-norm statistics bear no high rate yet: the first steps would throw the network far off. The rate rises in a straight line to its peak, over a fifth of the run in Page’s recipes and nearly a quarter in airbench’s. Without warm-up it starts at the peak and falls from there.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 2',
  },
} as const satisfies Record<keyof typeof SCHEDULE_TOGGLES, Explanation>

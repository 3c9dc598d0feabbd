import type { PRECISION_TOGGLES } from '../toggles/precision.ts'
import { BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const PRECISION_EXPLANATIONS = {
  halfPrecision: {
    line: 'Stores images and activations in 16 bits, so that half as many bytes move.',
    paragraph:
      'Activations and the operands of convolutions are stored in 16 bits; sums, batch-norm statistics, weights and the loss stay in 32. A GPU that waits for memory then waits half as long. Page trained in half precision from the start and found no loss of accuracy; moving the batch-norm statistics back to 32 bits took an older network of his from 256 to 186 s, since PyTorch took a slow path. Switched on, a step is timed both ways and the faster kept; off means 32 bits throughout.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 3',
  },
} as const satisfies Record<keyof typeof PRECISION_TOGGLES, Explanation>

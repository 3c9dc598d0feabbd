import type { PRECISION_TOGGLES } from '../toggles/precision.ts'
import { BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const PRECISION_EXPLANATIONS = {
  halfPrecision: {
    line: 'Stores images and activations in 16 bits, which halves the memory traffic.',
    paragraph:
      'Activations and the inputs of convolutions are stored in 16 bits. Sums, batch-norm statistics, weights and the loss stay in 32 bits. A GPU limited by memory bandwidth then waits half as long. David Page trained in half precision from the start and saw no loss of accuracy. Computing the batch-norm statistics in 32 bits took an older network of his from 256 to 186 s, because PyTorch was slow in 16 bits there. On: a step is timed both ways and the faster one is used. Off: 32 bits throughout.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 3',
  },
} as const satisfies Record<keyof typeof PRECISION_TOGGLES, Explanation>

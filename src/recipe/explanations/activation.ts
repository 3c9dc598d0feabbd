import type { ACTIVATION_TOGGLES } from '../toggles/activation.ts'
import { AIRBENCH_PAPER, BAG_OF_TRICKS, HIVERGE, type Explanation } from './explanation.ts'

export const ACTIVATION_EXPLANATIONS = {
  celu: {
    line: 'Smooths the corner of ReLU: small negative values pass a little.',
    paragraph:
      'ReLU blocks every negative value and gives it no gradient. CELU bends smoothly towards a floor at -alpha instead, which makes learning smoother. David Page, with alpha 0.075 (0.3 where batch-norm scales are frozen): 94.3% instead of 94.2% at 23 epochs, or 94.1% at 20: 52 s instead of 59.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  gelu: {
    line: 'Weights each value by the probability that a normal variable is below it.',
    paragraph:
      'x times the share of a normal distribution below x: like ReLU far from 0, smooth near it, and slightly below 0 for small negative values. hlb changed from CELU to GELU in January 2023, and airbench has used it from the start. Neither gives a figure for it alone.',
    source: AIRBENCH_PAPER,
    part: 'hlb',
  },
  silu: {
    line: 'Weights each value by its own sigmoid. Cheaper than GELU and very similar.',
    paragraph:
      'x times sigmoid(x). Hiverge’s record of 2025 uses it instead of GELU, in a set of changes that lost a little accuracy and saved time. It gives no figure for SiLU alone.',
    source: HIVERGE,
    part: 'Hiverge',
  },
  siluBlocks: {
    line: 'Uses SiLU in the blocks and keeps GELU after the first layer.',
    paragraph:
      'SiLU is cheaper than GELU and very similar. The whitening layer outputs each filter and its negative, and GELU passes nearly all of one or the other, so GELU stays there. Hiverge’s recipe and E1 do this. Neither gives a figure for it alone.',
    source: HIVERGE,
    part: 'Hiverge',
  },
} as const satisfies Record<keyof typeof ACTIVATION_TOGGLES, Explanation>

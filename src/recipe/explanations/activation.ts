import type { ACTIVATION_TOGGLES } from '../toggles/activation.ts'
import { AIRBENCH_PAPER, BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const ACTIVATION_EXPLANATIONS = {
  celu: {
    line: 'Rounds the corner of ReLU off: small negative values pass a little.',
    paragraph:
      'ReLU lets no negative value through and gives it no gradient. CELU bends smoothly into a floor at -alpha instead, which makes learning smoother. Page, with alpha 0.075 (0.3 where batch-norm scales are frozen): 94.3% for 94.2% at 23 epochs, or 94.1% at 20: 59 to 52 s.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  gelu: {
    line: 'Weighs each value by how likely a normal value is below it.',
    paragraph:
      'x times the share of a normal distribution below x: like ReLU far from 0, smooth near it, and a little below 0 for small negative values. hlb changed from CELU to it in January 2023, and airbench has had it since; neither gives a figure for it alone.',
    source: AIRBENCH_PAPER,
    part: 'hlb',
  },
  silu: {
    line: 'Weighs each value by its own sigmoid: cheaper than GELU, much like it.',
    paragraph:
      'x times sigmoid(x). Hive’s record of 2025 has it in place of GELU, as part of a bundle that lost a little accuracy and won time; no figure for it alone is given.',
    source: 'https://github.com/hiverge/cifar10-speedrun',
    part: 'after airbench',
  },
} as const satisfies Record<keyof typeof ACTIVATION_TOGGLES, Explanation>

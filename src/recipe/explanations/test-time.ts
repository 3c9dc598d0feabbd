import type { TEST_TIME_TOGGLES } from '../toggles/test-time.ts'
import { AIRBENCH_PAPER, BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const TEST_TIME_EXPLANATIONS = {
  mirrorViews: {
    line: 'Classifies each test image and its mirror image, and averages the two.',
    paragraph:
      'Each test image is classified as it is and mirrored, and the logits are averaged: the mirrored view often corrects a mistake. It costs one more pass over the test images and nothing in training. David Page: 94.6% instead of 94.1% at 13 epochs, or 94.1% at 10 without cutout: 26 s instead of 33.5.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  shiftedViews: {
    line: 'Classifies six views: also the image shifted by a pixel both ways, and mirrored.',
    paragraph:
      'Besides the image and its mirror image, both are shifted by one pixel up and left, and down and right. The unshifted pair has half of the weight. In airbench it allowed 10.8 epochs instead of 12: 4.3 s instead of 4.6.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  selectiveViews: {
    line: 'Uses six views only for the least confident quarter of the images.',
    paragraph:
      'Most test images are classified with near certainty from one view, and more views change nothing. So every image is classified once, and only the quarter with the lowest confidence gets five more views: 2.25 passes over the test images instead of 6. Hiverge’s recipe does this with equal weights for all views. It gives no figure for it alone.',
    source: 'https://github.com/hiverge/cifar10-speedrun',
    part: 'Hiverge',
  },
} as const satisfies Record<keyof typeof TEST_TIME_TOGGLES, Explanation>

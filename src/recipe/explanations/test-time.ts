import type { TEST_TIME_TOGGLES } from '../toggles/test-time.ts'
import { AIRBENCH_PAPER, BAG_OF_TRICKS, type Explanation } from './explanation.ts'

export const TEST_TIME_EXPLANATIONS = {
  mirrorViews: {
    line: 'Asks twice, for each image and its mirror, and averages the answers.',
    paragraph:
      'Each test image is classified as it is and mirrored, and the logits are averaged: mistakes of one side are often put right by the other. It costs one more pass over the test images and nothing in training. Page: 94.6% for 94.1% at 13 epochs, or 94.1% at 10, without cutout: 33.5 to 26 s.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  shiftedViews: {
    line: 'Asks six times: also for the image shifted by a pixel, both ways, and mirrored.',
    paragraph:
      'To the image and its mirror come both shifted by one pixel up and left, and down and right. The unshifted pair has half of the say. In airbench it allowed 10.8 epochs for 12: 4.6 to 4.3 s.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  selectiveViews: {
    line: 'Asks six times only for the quarter of the images that one look leaves least sure.',
    paragraph:
      'Most test images are answered with near certainty at first sight, and more views change nothing. So all are seen once as they are, and only the quarter whose largest probability is smallest gets the other five views: 2.25 passes over the test images for 6. Hive’s record of 2025 does it, with equal weights for its views; no figure for it alone is given.',
    source: 'https://github.com/hiverge/cifar10-speedrun',
    part: 'after airbench',
  },
} as const satisfies Record<keyof typeof TEST_TIME_TOGGLES, Explanation>

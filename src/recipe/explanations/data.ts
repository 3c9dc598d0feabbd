import type { DATA_TOGGLES } from '../toggles/data.ts'
import { AIRBENCH_PAPER, EXPERIMENTS, type Explanation } from './explanation.ts'

export const DATA_EXPLANATIONS = {
  crop: {
    line: 'Shifts each image a few pixels, so that no epoch shows the same one twice.',
    paragraph:
      'Each image is bordered by its own mirrored edge and a window of the old size is cut out at random: 81 places with a border of 4 pixels, 25 with one of 2. The network sees every image in many places and learns to care less where a thing is. Every recipe here has it: Page with 4 pixels, airbench with 2.',
    source: EXPERIMENTS,
    part: 'Page, part 1',
  },
  flip: {
    line: 'Mirrors half of the images left to right: a cat is a cat from either side.',
    paragraph:
      'Each image is shown as it is or mirrored, by the toss of a coin in every epoch. It doubles the images for nothing, since no class of CIFAR-10 has a left and a right. Every recipe here mirrors; airbench takes turns instead of tossing.',
    source: EXPERIMENTS,
    part: 'Page, part 1',
  },
  alternatingFlip: {
    line: 'Mirrors each image every other epoch instead of tossing a coin in each.',
    paragraph:
      'In the first epoch a coin decides which images are mirrored; from then on every image changes sides with every epoch. A coin shows half of the images the same way twice running, which is worth less than the other side. In airbench it allowed 9.9 epochs for 10.8: 4.3 to 3.9 s on an A100.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  cutout: {
    line: 'Blanks a random square, so that no one detail decides.',
    paragraph:
      'A square at a random place in each image is filled with the mean colour. The network has to recognise a thing by what is left, so it learns more slowly and forgets less: good for long runs, a burden in short ones. Page used 8x8 pixels at 17 to 30 epochs, 5x5 at 13 and 14, none at 10, and 12x12 for the best accuracy at 24 and more. On an older network it allowed 30 epochs for 35: 186 to 161 s.',
    source: 'https://arxiv.org/abs/1708.04552',
    part: 'Page, part 3',
  },
} as const satisfies Record<keyof typeof DATA_TOGGLES, Explanation>

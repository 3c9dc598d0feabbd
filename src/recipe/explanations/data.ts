import type { DATA_TOGGLES } from '../toggles/data.ts'
import { AIRBENCH_PAPER, BAG_OF_TRICKS, EXPERIMENTS, HLB, type Explanation } from './explanation.ts'

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
  cutMix: {
    line: 'Pastes a small square of another image, and mixes the labels a little.',
    paragraph:
      'A 3x3 square of another training image, cropped and mirrored as it is itself, replaces the same square of each image, and the other class gets 9/1024 of the label: its share of the pixels. Like cutout it keeps the network from leaning on one detail, but no pixel is wasted. hlb does it in its last 6 epochs of 12, and with 10x10 pixels when it trains for 90; no figure for it alone is given.',
    source: HLB,
    part: 'hlb',
  },
  groupedDraws: {
    line: 'Gives whole groups of images the same crop and mirror instead of tossing for each.',
    paragraph:
      'Page’s way to augment on a GPU: the images are shuffled and cut into equal groups, one for each way to crop (or mirror, or cut out) or for 200 of them where there are more, and a group is treated alike in one sweep. The groups are new in every epoch. So each crop comes about equally often, and exactly half of the images are mirrored. His accuracy stayed the same; here it costs and saves no time.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  reshuffle: {
    line: 'Shuffles the images anew for each epoch instead of once.',
    paragraph:
      'With one order for all epochs the same images always share a batch, and the network sees what comes next for the tenth time in the same company. In airbench’s tables, without alternating mirror, shuffling in every epoch is worth 93.9% for 93.4%.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  gpuAugmentation: {
    line: 'Crops and mirrors on the GPU, where the images lie, instead of on the processor.',
    paragraph:
      'Off, this page’s own JavaScript makes each batch before its step and sends it to the GPU, a thousand times as many bytes as the choices alone; the pixels are the same to the bit. Page’s first part is about this: a processor that prepares batches too slowly keeps the GPU waiting. In his last part he moved it all to the GPU: 75 to under 70 s. The run tells how many seconds went into augmenting. TensorFlow.js is given its images by the processor either way.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  bulkAugmentation: {
    line: 'Lets the processor make all images of an epoch before its first step.',
    paragraph:
      'As without the GPU, but in bulk: the GPU waits while an epoch’s images are made, then takes batch after batch. Small portions between steps can hide behind the GPU’s work; one large one cannot. An epoch of all images takes 610 MB of memory.',
    source: EXPERIMENTS,
    part: 'Page, part 1',
  },
  learnedNormalisation: {
    line: 'Computes how bright pixels are on average from the images at hand.',
    paragraph:
      'Every pixel is moved and scaled so that each colour has mean 0 and deviation 1 over the training images. The usual figures were computed once from CIFAR-10 and published with two decimals; on, they are computed anew from the training images of this run, by exact sums. On all 50,000 images that changes the fourth digit; on a sample or other images it is how it should be done.',
    source: 'https://github.com/fenwickslab/fenwicks',
    part: 'fenwicks',
  },
} as const satisfies Record<keyof typeof DATA_TOGGLES, Explanation>

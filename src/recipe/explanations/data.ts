import type { DATA_TOGGLES } from '../toggles/data.ts'
import {
  AIRBENCH_PAPER,
  BAG_OF_TRICKS,
  EXPERIMENTS_NOTEBOOK,
  FULCRUM,
  HIVERGE,
  HLB,
  type Explanation,
} from './explanation.ts'

export const DATA_EXPLANATIONS = {
  crop: {
    line: 'Shifts each image by a few random pixels, so every epoch shows a different version.',
    paragraph:
      'Each image is padded with its own mirrored edge, and a window of the original size is cut out at random: 81 positions with a padding of 4 pixels, 25 with 2. The network sees every image at many positions and learns to depend less on them. Every recipe here does this: David Page with 4 pixels, airbench with 2.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 1',
  },
  flip: {
    line: 'Mirrors half of the images left to right: a mirrored cat is still a cat.',
    paragraph:
      'In every epoch, each image is mirrored with a probability of one half. This doubles the images for free, because no class of CIFAR-10 depends on left and right. Every recipe here mirrors; airbench alternates instead of drawing at random.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 1',
  },
  alternatingFlip: {
    line: 'Mirrors each image every other epoch instead of at random.',
    paragraph:
      'In the first epoch, half of the images are mirrored at random. From then on, every image alternates. With random mirroring, half of the images look the same two epochs in a row, which teaches less than the other side. In airbench it allowed 9.9 epochs instead of 10.8: 3.9 s instead of 4.3 on an A100.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  cutout: {
    line: 'Blanks a random square, so the network can’t rely on one detail.',
    paragraph:
      'A square at a random position in each image is filled with the mean colour. The network has to recognise the object from the rest, so it learns more slowly and overfits less: good for long runs, a burden in short ones. David Page used 8x8 pixels at 17 to 30 epochs, 5x5 at 13 and 14, none at 10, and 12x12 for the best accuracy at 24 and more. On an older network it allowed 30 epochs instead of 35: 161 s instead of 186.',
    source: 'https://arxiv.org/abs/1708.04552',
    part: 'David Page, part 3',
  },
  cutMix: {
    line: 'Pastes a small square of another image and mixes the labels accordingly.',
    paragraph:
      'A 3x3 square of another training image (augmented the same way) replaces the same square of each image, and the other class gets 9/1024 of the label: its share of the pixels. Like cutout, this keeps the network from relying on one detail, but no pixel is wasted. hlb uses it in the last 6 of 12 epochs, and with 10x10 pixels when it trains for 90. It gives no figure for it alone.',
    source: HLB,
    part: 'hlb',
  },
  jitter: {
    line: 'Randomly changes the brightness and contrast of each image.',
    paragraph:
      'In every epoch, a random offset is added to each image and its contrast is scaled by a random factor, after the pixels were normalised to mean 0 and deviation 1. Objects stay the same in any light, so the network sees more variety at almost no cost. Hiverge’s recipe and E1 change brightness by up to 0.14 and contrast by up to 13%. Neither gives a figure for it alone.',
    source: HIVERGE,
    part: 'Hiverge',
  },
  growingImages: {
    line: 'Trains on images of 24 pixels at first, then 28, and 32 only at the end.',
    paragraph:
      'A step at 24 pixels takes 56% of the operations of one at 32, and early on the network learns little from fine detail. The augmented image is scaled down by bilinear interpolation; tests always use 32 pixels. The network stays the same, because the pool before its head accepts any size. Fulcrum Research measured the cost of three epochs at 24 pixels: 0.12 points at the same length, which half an epoch of extra training restores. At 94%, their E1 took 1.82 s instead of 1.90 on an A100. Cropping a smaller window instead cost 0.19 points.',
    source: `${FULCRUM}/blob/main/investigations/24px-curriculum.md`,
    part: 'E1',
  },
  groupedDraws: {
    line: 'Gives whole groups of images the same crop and mirror instead of drawing for each image.',
    paragraph:
      'David Page’s way to augment on a GPU: the images are shuffled and split into equal groups, one for each possible crop (or mirror, or cutout), or 200 where there are more. All images of a group are treated alike, and groups are drawn again in every epoch. So each crop is used about equally often, and exactly half of the images are mirrored. His accuracy stayed the same. Here it makes no difference in time.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  reshuffle: {
    line: 'Shuffles the images before each epoch instead of once.',
    paragraph:
      'With one order for all epochs, the same images always share a batch and follow each other in the same order. In airbench’s tables, without alternating mirror, shuffling every epoch gives 93.9% instead of 93.4%.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
  },
  gpuAugmentation: {
    line: 'Crops and mirrors on the GPU, where the images are, instead of on the CPU.',
    paragraph:
      'Off: this page’s JavaScript prepares each batch before its step and sends it to the GPU. That is a thousand times as many bytes as the random choices alone. The pixels are bit-identical. David Page’s first part is about this: a CPU that prepares batches too slowly keeps the GPU waiting. In his last part he moved all augmentation to the GPU: from 75 s to under 70. The run reports how many seconds augmenting took. With TensorFlow.js the CPU prepares the images either way.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  bulkAugmentation: {
    line: 'Prepares all images of an epoch on the CPU before the epoch starts.',
    paragraph:
      'Like augmenting on the CPU, but in bulk: the GPU waits while the images of an epoch are prepared, then takes one batch after another. Small pieces of work between steps can overlap with the GPU; one large piece can’t. An epoch of all 50,000 images takes 610 MB of memory.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 1',
  },
  learnedNormalisation: {
    line: 'Computes mean and deviation of the pixels from the training images of this run.',
    paragraph:
      'Every pixel is normalised so that each colour has mean 0 and deviation 1 over the training images. Off: uses the published figures for CIFAR-10, which have two decimals. On: computes them exactly from the training images of this run. On all 50,000 images that changes the fourth digit. On a sample or on other images, it is the right choice.',
    source: 'https://github.com/fenwickslab/fenwicks',
    part: 'fenwicks',
  },
} as const satisfies Record<keyof typeof DATA_TOGGLES, Explanation>

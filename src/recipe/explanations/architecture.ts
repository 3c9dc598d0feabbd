import type { ARCHITECTURE_TOGGLES } from '../toggles/architecture.ts'
import { AIRBENCH, BAG_OF_TRICKS, EXPERIMENTS_NOTEBOOK, type Explanation } from './explanation.ts'

export const ARCHITECTURE_EXPLANATIONS = {
  prepNorm: {
    line: 'Adds batch norm after the first convolution, although the first block starts with one too.',
    paragraph:
      'In the DAWNBench entry that David Page started from, batch norm and ReLU follow the first convolution and appear again at the start of the first block. One of the two is redundant. David Page removed the first one; together with faster image loading, that took the time from 341 to 297 s at the same accuracy.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 1',
  },
  branches: {
    line: 'Keeps the two 3x3 convolutions of every block. Without them, only the shortcuts are left.',
    paragraph:
      'David Page’s search for a simpler network began with the question of how much the shortest path does alone: batch norm, ReLU, and a strided 1x1 convolution where the resolution halves. It reaches 55.9% in 20 epochs and 36 s, because it computes too little to learn much.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
  largeKernels: {
    line: 'Lets each stage’s convolution see nine pixels instead of one.',
    paragraph:
      'A strided 1x1 convolution ignores three of four pixels and never sees neighbours. With 3x3 convolutions, David Page’s short network went from 56.0 to 85.6%, in 36 s instead of 32.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
  pools: {
    line: 'Halves the resolution with a pool after the convolution instead of skipping every other pixel.',
    paragraph:
      'A convolution with stride 2 computes a quarter of the outputs. Computing all of them and keeping the largest of each 2x2 costs four times as much, and finds a feature wherever it is among the four pixels. David Page: 85.6 to 89.7%, 36 to 43 s.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
  averagePools: {
    line: 'Takes the mean of four pixels instead of the maximum.',
    paragraph:
      'The mean keeps a little of everything, the maximum only the strongest response. In the stages, David Page measured the same accuracy for both, with the mean slightly slower. At the end of the network the mean was clearly worse.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
  poolBeforeActivation: {
    line: 'Swaps pool and activation: the same result with a quarter of the work.',
    paragraph:
      'ReLU keeps the order of values, so the largest of four is the same before and after it, but only one of four values needs the activation. David Page saved about 3 of 70 s. GELU dips slightly below 0 before it rises, so its results differ a little.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  residuals: {
    line: 'Adds the output of two more convolutions to a stage’s output.',
    paragraph:
      'A stage’s output goes through two more convolutions, and their output is added to it. This shortcut lets a deeper network learn as easily as a shallow one. David Page tried every subset of the three stages: without branches 91.1% at 20 epochs in 47 s, with branches on the first and third 93.8% in 66 s. In airbench’s networks the shortcut skips all convolutions of a block except the first, as in airbench96.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
  earlyPool: {
    line: 'Halves the resolution before batch norm and activation, so they process a quarter of the pixels.',
    paragraph:
      'Pooling before the activation gives the same result as after it, because ReLU keeps the order of values. Pooling before batch norm does not, but leaves a quarter of the pixels to normalise. David Page measured 94.0% instead of 94.1% and saved five of 70 seconds. One more epoch restored the accuracy: 64 s.',
    source: BAG_OF_TRICKS,
    part: 'David Page, part 8',
  },
  extras: {
    line: 'Ends every stage with one more convolution, without a shortcut.',
    paragraph:
      'The other half of David Page’s search: instead of a branch of two convolutions, one more convolution with batch norm and ReLU after a stage’s own. On all three stages, with 60 epochs and a cutout of 12 pixels, it reached 95.0% in 180 s. For 94%, residual branches were faster.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
  thirdConvolution: {
    line: 'Gives each block three convolutions instead of two.',
    paragraph:
      'A deeper network can learn more and takes longer. Keller Jordan uses it in airbench96, together with wider blocks, a shortcut around the second and third convolution, cutout and 37 epochs: 96.03% in 34.7 s on an A100. He gives no figure for it alone.',
    source: AIRBENCH,
    part: 'airbench',
  },
  doubleWidth: {
    line: 'Doubles the channels of every layer, for about four times the work.',
    paragraph:
      'More channels hold more features, and the cost grows with their square. David Page’s network without branches took 321 s for 60 epochs at double width and reached 93.5%. Depth was a better use of the time.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
  globalMax: {
    line: 'Passes only each channel’s maximum to the last layer, without its mean.',
    paragraph:
      'The ResNet gives its last layer the maximum and the mean of every channel. David Page kept only the maximum and doubled the channels of the last stage, so that the last layer has as many features as before: 89.7 to 90.7%, 43 to 47 s. The mean alone was clearly worse.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
  headBias: {
    line: 'Adds a bias for each class to the last layer.',
    paragraph:
      'A number for each class, added to its logit. All classes of CIFAR-10 are equally frequent, so there is no preference to learn. David Page’s later networks do without it. He gives no figure.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
  smallLogits: {
    line: 'Multiplies the logits by a small factor, such as 1/8, before the softmax.',
    paragraph:
      'Without it, a new network is far too confident in wrong predictions and spends the first steps undoing that. David Page introduced 1/8 together with batch-norm scales that start at 1: 90.7 to 91.1%. His later recipes use 1/16 with frozen scales, airbench 1/9, and E1 1/256.',
    source: EXPERIMENTS_NOTEBOOK,
    part: 'David Page, part 4',
  },
} as const satisfies Record<keyof typeof ARCHITECTURE_TOGGLES, Explanation>

import type { ARCHITECTURE_TOGGLES } from '../toggles/architecture.ts'
import { AIRBENCH, BAG_OF_TRICKS, EXPERIMENTS, type Explanation } from './explanation.ts'

export const ARCHITECTURE_EXPLANATIONS = {
  prepNorm: {
    line: 'Normalises right behind the first convolution, although the first block begins with the same.',
    paragraph:
      'In the DAWNBench entry that Page started from, batch norm and ReLU stand behind the first convolution, and again at the beginning of the first block. One of them does nothing that the other does not. Page took the first one out, and with faster loading of images 341 became 297 s at the same accuracy.',
    source: EXPERIMENTS,
    part: 'Page, part 1',
  },
  branches: {
    line: 'Keeps the two 3x3 convolutions of every block; without, only the ways around them are left.',
    paragraph:
      'Page’s search for a simpler network began by asking how much the shortest path does alone: batch norm, ReLU, and a strided 1x1 convolution where the side halves. It reaches 55.9% in 20 epochs and 36 s, with so little computation in it that hardly anything could be learned.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
  largeKernels: {
    line: 'Lets each stage’s convolution see nine pixels instead of one.',
    paragraph:
      'A strided 1x1 convolution throws three of four pixels away and never looks at neighbours. With 3x3 in its place Page’s short network went from 56.0 to 85.6%, in 36 instead of 32 s.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
  pools: {
    line: 'Halves the image by a pool behind the convolution instead of skipping every other pixel.',
    paragraph:
      'A convolution with a stride of 2 computes a quarter of the outputs. Computing all and keeping the largest of each 2x2 costs four times as much and finds a feature wherever in the four pixels it lies. Page: 85.6 to 89.7%, 36 to 43 s.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
  averagePools: {
    line: 'Takes the mean of four pixels instead of the largest.',
    paragraph:
      'The mean keeps a little of everything, the maximum the strongest answer. In the stages Page saw the same accuracy from both, the mean slightly slower; at the end of the network it was clearly worse.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
  poolBeforeActivation: {
    line: 'Swaps pool and activation, which gives the same numbers with a quarter of the work.',
    paragraph:
      'ReLU keeps the order of values, so the largest of four is the same before and after it, but only one of four has to go through it. Page saved about 3 of 70 s. With GELU, which falls a little below 0 before it rises, the numbers differ slightly.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  residuals: {
    line: 'Adds the result of further convolutions to what they were given.',
    paragraph:
      'A stage’s output goes through two more convolutions, and their result is added to it. The way around lets a deeper network learn as easily as a shallow one. Page tried every subset of the three stages: without any 91.1% at 20 epochs in 47 s, with branches on the first and third 93.8% in 66 s. In airbench’s networks the way leads around all convolutions of a block but the first, as in airbench96.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
  earlyPool: {
    line: 'Halves the image before batch norm and activation, so that they see a quarter.',
    paragraph:
      'Pooling before the activation gives the same numbers as after it, since ReLU keeps the order of values; before batch norm it does not, but a quarter of the pixels is left to normalise. Page measured 94.0% for 94.1% and five seconds less of 70; one epoch more made good for it: 64 s.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
  },
  extras: {
    line: 'Ends every stage with one more convolution, with no way around it.',
    paragraph:
      'The other half of Page’s search: instead of a branch of two, one more convolution with batch norm and ReLU behind a stage’s own. On all three stages, with 60 epochs and a cutout of 12 pixels, 95.0% in 180 s; for 94% branches were faster.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
  thirdConvolution: {
    line: 'Gives each block three convolutions for two.',
    paragraph:
      'A deeper network tells more apart and takes longer. Jordan has it in airbench96, together with wider blocks, a way around the second and third convolution, cutout and 37 epochs: 96.03% in 34.7 s on an A100. There is no figure for it alone.',
    source: AIRBENCH,
    part: 'airbench',
  },
  doubleWidth: {
    line: 'Doubles the channels of every layer: about four times the work.',
    paragraph:
      'More channels hold more features, and cost grows with their square. Page’s network without branches at double width took 321 s for 60 epochs and ended at 93.5%: depth was the better way to spend time.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
  globalMax: {
    line: 'Leaves each channel’s largest value to the last layer, and not its mean as well.',
    paragraph:
      'The ResNet gives its last layer both the largest value and the mean of every channel. Page kept the largest alone and doubled the channels of the last stage, so that the last layer has as many features as before: 89.7 to 90.7%, 43 to 47 s. The mean alone was clearly worse.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
  headBias: {
    line: 'Lets the last layer prefer a class before it has seen anything.',
    paragraph:
      'A number for each class, added to what its features say. All classes of CIFAR-10 are equally frequent, so there is nothing to prefer; Page’s networks after the ResNet go without, and no figure is given.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
  smallLogits: {
    line: 'Multiplies the network’s answers by an eighth before they become probabilities.',
    paragraph:
      'Without it a fresh network is far too sure of wrong answers, and the first steps are spent on undoing that. Page introduced 1/8 together with batch-norm scales that start at 1: 90.7 to 91.1%. Later recipes have 1/16 with frozen scales, airbench 1/9.',
    source: EXPERIMENTS,
    part: 'Page, part 4',
  },
} as const satisfies Record<keyof typeof ARCHITECTURE_TOGGLES, Explanation>

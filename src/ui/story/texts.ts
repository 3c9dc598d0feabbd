import { inline } from '../words/format.ts'
import type { ChapterName, StepName } from './steps.ts'

const NBSP = '\u00a0'

interface ChapterText {
  readonly title: string
  readonly intro: string
  /** What the times were measured on; null if there are none. */
  readonly device: string | null
}

const CHAPTERS: Readonly<Record<ChapterName, ChapterText>> = {
  resnet: {
    title: 'Parts 1 to 3: waste less',
    intro:
      'David Page starts from the fastest single-GPU entry of Stanford’s DAWNBench contest. He hardly touches its network and removes what wastes time.',
    device: 'one NVIDIA V100',
  },
  architecture: {
    title: 'Part 4: a simpler network',
    intro: 'Next, he rebuilds the network.',
    device: 'one NVIDIA V100',
  },
  theory: {
    title: 'Parts 5 to 7: why it works',
    intro: 'Three parts of the series explain training. They report no faster times.',
    device: null,
  },
  tricks: {
    title: 'Part 8: the bag of tricks',
    intro:
      'Most of these tricks raise accuracy. David Page spends the gain on speed: he trains for fewer epochs, until accuracy is back at 94%.',
    device: 'one NVIDIA V100',
  },
  fenwicks: {
    title: 'Meanwhile: fenwicks',
    intro: 'A port to other hardware, not a step in the chain.',
    device: 'one Google TPU v2',
  },
  airbench: {
    title: 'airbench, Muon and after: a smaller network',
    intro:
      'From here on, times are from a newer GPU, so the chain starts again: first with David Page’s recipe, unchanged.',
    device: 'one NVIDIA A100',
  },
}

interface StepText {
  readonly title: string
  /** One sentence or two. The first "… epochs" is the length of this step's recipe. */
  readonly line: string
}

const STEPS: Readonly<Record<StepName, StepText>> = {
  start: {
    title: 'The starting point',
    line: 'Ben Johnson’s DAWNBench entry: a ResNet, trained for 35 epochs in batches of 128 images.',
  },
  baseline: {
    title: 'No wasted work',
    line: 'Remove a batch norm that the network does not need, draw random numbers in bulk, and load images without extra processes.',
  },
  batches: {
    title: 'Larger batches',
    line: 'Use 512 images per step instead of 128, with a higher learning rate. Accuracy stays the same.',
  },
  statistics: {
    title: 'Batch norm in f32',
    line: 'Batch norm in half precision hit a slow path in PyTorch. This page always uses f32 here.',
  },
  cutout: {
    title: 'Cutout',
    line: 'Blank out a random square of every training image. The network overfits less, and 30 epochs are enough.',
  },
  largerBatches: {
    title: 'Batches of 768',
    line: 'Raise the batch size and the learning rate once more.',
  },
  architecture: {
    title: 'Nine layers',
    line: 'Strip the ResNet down to its shortest path, then add back only what helps: two residual branches. It needs 24 epochs.',
  },
  hyperparameters: {
    title: 'Part 5: hyperparameters',
    line: 'Learning rate, momentum and weight decay trade off against each other, so there is less to tune than it seems.',
  },
  weightDecay: {
    title: 'Part 6: weight decay',
    line: 'After batch norm only the direction of the weights matters. Decay keeps them small, which keeps the steps large.',
  },
  batchNorm: {
    title: 'Part 7: batch norm',
    line: 'Without batch norm, deep channels are almost constant from the start, and only low learning rates are stable.',
  },
  onGpu: {
    title: 'Augment on the GPU',
    line: 'Crop, mirror and blank out images on the GPU instead of the CPU.',
  },
  earlyPool: {
    title: 'Pool earlier',
    line: 'Pool right after the convolution, so that batch norm sees a quarter of the pixels. That costs one epoch: 25 epochs.',
  },
  smoothing: {
    title: 'Label smoothing',
    line: 'Ask the network to be less than certain: 82% for the right class, not 100%. 23 epochs are enough.',
  },
  celu: {
    title: 'CELU',
    line: 'Replace ReLU with a smooth activation: 20 epochs.',
  },
  ghostNorm: {
    title: 'Ghost batch norm',
    line: 'Normalise groups of 32 images instead of all 512, with a higher learning rate: 18 epochs.',
  },
  frozenScale: {
    title: 'Frozen batch-norm scales',
    line: 'Keep the scales of batch norm fixed and train its biases 64 times faster: 17 epochs.',
  },
  whitening: {
    title: 'Patch whitening',
    line: 'Compute the first layer from patches of the images instead of training it: 15 epochs.',
  },
  higherRate: {
    title: 'A higher learning rate',
    line: 'Raise the peak from 0.6 to 1.0 and make cutout’s square smaller: 14 epochs.',
  },
  ema: {
    title: 'Averaged weights',
    line: 'Test a moving average of the weights instead of the final weights: 13 epochs.',
  },
  views: {
    title: 'Mirrored test images',
    line: 'Show the network each test image and its mirror image, and average the two predictions. 10 epochs, without cutout.',
  },
  fenwicks: {
    title: 'Part 4 in TensorFlow',
    line: 'The fenwicks library trains the network of part 4 on a TPU: 24 epochs.',
  },
  newGpu: {
    title: 'A newer GPU',
    line: 'Only the GPU changes. Keller Jordan timed David Page’s recipe of 10 epochs on an A100.',
  },
  airbench: {
    title: 'airbench94',
    line: 'Keller Jordan’s network has less than a third of the weights. Its convolutions start as copies of their input, and 9.9 epochs are enough.',
  },
  muon: {
    title: 'Muon',
    line: 'An optimiser that makes each update of a convolution nearly orthogonal: 8 epochs.',
  },
  hiverge: {
    title: 'Hiverge',
    line: 'A retuned recipe of 7.65 epochs, with random brightness and contrast. At test time, only images that the network is unsure about get extra views.',
  },
  e1: {
    title: 'E1',
    line: 'Fulcrum Research trains on small images first: 24 pixels wide, then 28, then 32. It takes 8.875 epochs.',
  },
  auto: {
    title: 'What this page trains',
    line: 'E1 with all images at 32 pixels. It is slower than E1 but safer, so Train to 94% starts with it. Our own engine took it to 94.32% on two CPU cores, in 2 h 17 min of training; that engine has not been timed on a GPU yet.',
  },
}

export const STORY_TEXT = {
  title: 'How 341 seconds became 26 (and then 2)',
  lead: 'In April 2018, the fastest way to train a network to 94% on CIFAR-10 with a single GPU took 341 seconds. Today it takes less than 2. No single idea did that. Here is every step, with the time that its authors published.',
  /** `first` and `last` are formatted operation counts; `times` is their ratio. */
  work: (first: string, last: string, times: number) =>
    `The first recipe takes ${first}, about ${times} times as many operations as the last (${last}). The rest of the speed-up comes from better use of the GPU, and from a newer GPU.`,
  milestones: {
    start: 'on a V100: the DAWNBench entry that David Page started from.',
    views: 'on a V100: the last recipe of his series.',
    e1: 'on an A100: the fastest recipe here, from 2026.',
  },
  reading:
    'A bar is the time that a step saves. Each gridline halves the time, so bars of the same length save the same share. Don’t compare seconds between devices; compare operations. A PFLOP is a million billion of them; this page counted them for each whole run.',
  measured:
    'David Page’s times exclude testing; those of airbench and later recipes include the final test. Accuracies in part 8 and later are mostly means of many runs; earlier ones are mostly from single runs.',
  chapters: CHAPTERS,
  steps: STEPS,
  timesOn: 'Time on',
  noTime: 'No time published',
  secondsUnit: '\u202fs',
  yours: 'Your runs:',
  seconds: (seconds: number) => inline({ value: String(seconds), unit: 's' }),
  accuracy: (percent: number) => `${percent}%`,
  operations: (flops: number) => inline({ value: (flops / 1e15).toPrecision(3), unit: 'PFLOP' }),
  toggle: 'Toggle:',
  source: 'Source',
  sourceOf: (title: string) => `Source: ${title}`,
  tryStep: 'Try this step',
  tryNamed: (title: string) => `Try this step: ${title}`,
  timeHere: (time: string) => `about ${time} here`,
  chosen: 'Selected.',
  toStart: 'Go to the start button',
  own: (time: string) => `Yours: ${time}`,
  ownResult: (accuracy: string, runs: string, device: string) =>
    `${accuracy}, ${runs}, on ${device}`,
  ownMissed: 'Below 94%, so the times can’t be compared.',
  ownRuns: (count: number) => (count === 1 ? `1${NBSP}run` : `mean of ${count}${NBSP}runs`),
} as const

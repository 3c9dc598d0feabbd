import { AIRBENCH_94, AIRBENCH_NETWORK } from './airbench.ts'
import type { Recipe } from '../recipe.ts'
import type { Preset } from './preset.ts'

const HLB_RATE = 1.525

/**
 * hlb-CIFAR10 0.7.0. Its loss is half of the sum, so its rate is halved and its decay doubled here: 2.9785e-3 / 2 * 1024
 * and 2 * 0.6847 / 1024. It subtracts the mean before whitening; that of normalised images is close to 0.
 */
const HLB: Recipe = {
  ...AIRBENCH_94,
  network: {
    ...AIRBENCH_NETWORK,
    channels: [64, 256, 512],
    whitening: { kernel: 2, epsilon: 1e-2, images: 50_000, biasEpochs: 0, biasInit: 'zero' },
    init: 'addedDirac',
  },
  augmentation: {
    ...AIRBENCH_94.augmentation,
    flip: 'random',
    // From 12.1 - 6 epochs on.
    cutMix: { side: 3, fromEpoch: 7 },
  },
  length: { unit: 'epochs', count: 12.1 },
  schedule: {
    unit: 'run',
    knots: [
      [0, 0],
      [0.23, HLB_RATE],
      [1, 0.07 * HLB_RATE],
    ],
    batchSize: 1024,
    scaling: 'sum',
    firstStep: 0,
  },
  optimiser: { ...AIRBENCH_94.optimiser, weightDecay: 2 * 6.687e-4 },
  views: 'mirror',
}

export const HLB_PRESETS = [
  {
    name: 'hlb',
    title: 'hlb-CIFAR10',
    series: 'others',
    published: {
      accuracy: 94.0,
      seconds: 6.3,
      device: 'A100',
      source: 'https://github.com/tysam-code/hlb-CIFAR10',
    },
    recipe: HLB,
  },
] as const satisfies readonly Preset[]

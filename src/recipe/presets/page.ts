import type { PageNetwork, Recipe } from '../recipe.ts'
import { PLAIN_AUGMENTATION, PLAIN_NORM, type Preset } from './preset.ts'

const PAGE_BASELINE_NETWORK: PageNetwork = {
  family: 'page',
  width: 1,
  channels: [64, 128, 256, 512],
  residuals: [1, 3],
  pool: 'afterActivation',
  whitening: null,
  activation: { kind: 'relu' },
  norm: PLAIN_NORM,
  logitScale: 0.125,
}

export const PAGE_79: Recipe = {
  network: PAGE_BASELINE_NETWORK,
  normalisation: 'published',
  augmentation: { ...PLAIN_AUGMENTATION, cutout: 8 },
  batchSize: 512,
  length: { unit: 'epochs', count: 24 },
  labelSmoothing: 0,
  schedule: {
    unit: 'epoch',
    knots: [
      [0, 0],
      [5, 0.4],
      [24, 0],
    ],
    firstStep: 1,
  },
  optimiser: {
    kind: 'sgd',
    momentum: 0.9,
    nesterov: true,
    weightDecay: 5e-4,
    normBiasRate: 1,
    velocity: 'withRate',
  },
  averaging: { kind: 'none' },
  views: 'none',
  precision: 'auto',
}

const PAGE_10: Recipe = {
  ...PAGE_79,
  network: {
    ...PAGE_BASELINE_NETWORK,
    pool: 'beforeNorm',
    whitening: { epsilon: 1e-2, images: 10_000 },
    activation: { kind: 'celu', alpha: 0.3 },
    norm: { ...PLAIN_NORM, groupSize: 32, scale: 'frozen' },
    logitScale: 1 / 16,
  },
  augmentation: PLAIN_AUGMENTATION,
  length: { unit: 'epochs', count: 10 },
  labelSmoothing: 0.2,
  schedule: {
    unit: 'epoch',
    knots: [
      [0, 0],
      [2, 1],
      [8, 0.1],
    ],
    firstStep: 1,
  },
  optimiser: { ...PAGE_79.optimiser, normBiasRate: 64 },
  averaging: { kind: 'ema', rho: 0.99, everySteps: 5 },
  views: 'mirror',
}

/** David Page’s recipes, fastest first. */
export const PAGE_PRESETS = [
  {
    name: 'page-10',
    title: 'Page 8, bag of tricks',
    summary: 'David Page’s last recipe: 10 epochs with every trick of the series.',
    published: {
      accuracy: 94.1,
      seconds: 26,
      device: 'V100',
      source: 'https://github.com/davidcpage/cifar10-fast',
    },
    recipe: PAGE_10,
  },
  {
    name: 'page-79',
    title: 'Page 4, architecture',
    summary: 'David Page’s DAWNBench entry: a nine-layer residual network, 24 epochs.',
    published: {
      accuracy: 94.1,
      seconds: 79,
      device: 'V100',
      source: 'https://github.com/davidcpage/cifar10-fast',
    },
    recipe: PAGE_79,
  },
] as const satisfies readonly Preset[]

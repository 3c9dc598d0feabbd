import type { Recipe } from '../recipe.ts'
import { epochKnots, type Preset, triangle } from './preset.ts'
import { PAGE_79, PAGE_NETWORK } from './search.ts'

const V100 = {
  device: 'V100',
  source: 'https://github.com/davidcpage/cifar10-fast/blob/master/bag_of_tricks.ipynb',
} as const

/** On the GPU Page gives whole groups of images the same crop, mirror and cutout. */
const ON_GPU: Recipe = {
  ...PAGE_79,
  augmentation: { ...PAGE_79.augmentation, draws: 'grouped' },
}
const EARLY_POOL: Recipe = {
  ...ON_GPU,
  network: { ...PAGE_NETWORK, pool: 'beforeNorm' },
  ...triangle(25, 0.4),
}
const SMOOTHED: Recipe = { ...EARLY_POOL, labelSmoothing: 0.2, ...triangle(23, 0.4) }
const CELU: Recipe = {
  ...SMOOTHED,
  network: { ...SMOOTHED.network, activation: { kind: 'celu', alpha: 0.075 } },
  ...triangle(20, 0.4),
}
const GHOST: Recipe = {
  ...CELU,
  network: { ...CELU.network, norm: { ...CELU.network.norm, groupSize: 32 } },
  ...triangle(18, 0.6),
}
const FROZEN: Recipe = {
  ...GHOST,
  network: {
    ...GHOST.network,
    activation: { kind: 'celu', alpha: 0.3 },
    norm: { ...GHOST.network.norm, scale: 'frozen' },
    logitScale: 1 / 16,
  },
  optimiser: { ...GHOST.optimiser, normBiasRate: 64 },
  ...triangle(17, 0.6),
}
const WHITENED: Recipe = {
  ...FROZEN,
  network: {
    ...PAGE_NETWORK,
    pool: 'beforeNorm',
    activation: FROZEN.network.activation,
    norm: FROZEN.network.norm,
    logitScale: FROZEN.network.logitScale,
    whitening: { kernel: 3, epsilon: 1e-2, images: 10_000, biasEpochs: 0 },
  },
  ...triangle(15, 0.6),
}
const FASTER: Recipe = {
  ...WHITENED,
  augmentation: { ...WHITENED.augmentation, cutout: 5 },
  ...triangle(14, 1),
}
const AVERAGED: Recipe = {
  ...FASTER,
  averaging: { kind: 'ema', rho: 0.99, everySteps: 5 },
  ...epochKnots(512, [
    [0, 0],
    [13 / 5, 1],
    [11, 0.1],
  ]),
  length: { unit: 'epochs', count: 13 },
}
const PAGE_10: Recipe = {
  ...AVERAGED,
  views: 'mirror',
  augmentation: { ...AVERAGED.augmentation, cutout: 0 },
  ...epochKnots(512, [
    [0, 0],
    [2, 1],
    [8, 0.1],
  ]),
  length: { unit: 'epochs', count: 10 },
}

/** Part 8, the bag of tricks, rung by rung; each is the one below with one trick more, and as many epochs as 94.1% takes. */
export const BAG_PRESETS = [
  {
    name: 'page-10',
    title: 'Part 8, bag of tricks',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 26, ...V100 },
    expected: null,
    recipe: PAGE_10,
  },
  {
    name: 'page-13-tta',
    title: 'Part 8, 13 epochs, two views',
    series: 'bag',
    published: { accuracy: 94.6, seconds: 33.5, ...V100 },
    expected: null,
    recipe: { ...AVERAGED, views: 'mirror' },
  },
  {
    name: 'page-13',
    title: 'Part 8, averaged weights',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 33.5, ...V100 },
    expected: null,
    recipe: AVERAGED,
  },
  {
    name: 'page-36',
    title: 'Part 8, higher rate',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 36, ...V100 },
    expected: null,
    recipe: FASTER,
  },
  {
    name: 'page-39',
    title: 'Part 8, patch whitening',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 39, ...V100 },
    expected: null,
    recipe: WHITENED,
  },
  {
    name: 'page-43',
    title: 'Part 8, frozen scales',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 43, ...V100 },
    expected: null,
    recipe: FROZEN,
  },
  {
    name: 'page-46',
    title: 'Part 8, ghost batch norm',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 46, ...V100 },
    expected: null,
    recipe: GHOST,
  },
  {
    name: 'page-52',
    title: 'Part 8, CELU',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 52, ...V100 },
    expected: null,
    recipe: CELU,
  },
  {
    name: 'page-59',
    title: 'Part 8, label smoothing',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 59, ...V100 },
    expected: null,
    recipe: SMOOTHED,
  },
  {
    name: 'page-64',
    title: 'Part 8, early pools',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 64, ...V100 },
    expected: null,
    recipe: EARLY_POOL,
  },
  {
    name: 'page-70',
    title: 'Part 8, augmentation on the GPU',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 70, ...V100 },
    expected: null,
    recipe: ON_GPU,
  },
] as const satisfies readonly Preset[]

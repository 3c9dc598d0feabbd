import type { Recipe } from '../recipe.ts'
import { epochKnots, type Preset, triangle } from './preset.ts'
import { PAGE_79, PAGE_NETWORK } from './search.ts'

const V100 = {
  device: 'V100',
  source: 'https://github.com/davidcpage/cifar10-fast/blob/master/bag_of_tricks.ipynb',
} as const

/** On the GPU, David Page gives whole groups of images the same crop, mirror and cutout. */
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
    whitening: { kernel: 3, epsilon: 1e-2, images: 10_000, biasEpochs: 0, biasInit: 'zero' },
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

/** Part 8, the bag of tricks: each recipe adds one trick to the one below, with as many epochs as 94.1% takes. */
export const BAG_PRESETS = [
  {
    name: 'page-10',
    title: 'Bag of tricks, 10 epochs',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 26, ...V100 },
    recipe: PAGE_10,
  },
  {
    name: 'page-13-tta',
    title: 'Bag of tricks, 13 epochs, two views',
    series: 'bag',
    published: { accuracy: 94.6, seconds: 33.5, ...V100 },
    recipe: { ...AVERAGED, views: 'mirror' },
  },
  {
    name: 'page-13',
    title: 'Bag of tricks: averaged weights',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 33.5, ...V100 },
    recipe: AVERAGED,
  },
  {
    name: 'page-36',
    title: 'Bag of tricks: higher rate',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 36, ...V100 },
    recipe: FASTER,
  },
  {
    name: 'page-39',
    title: 'Bag of tricks: whitening',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 39, ...V100 },
    recipe: WHITENED,
  },
  {
    name: 'page-43',
    title: 'Bag of tricks: frozen scales',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 43, ...V100 },
    recipe: FROZEN,
  },
  {
    name: 'page-46',
    title: 'Bag of tricks: ghost batch norm',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 46, ...V100 },
    recipe: GHOST,
  },
  {
    name: 'page-52',
    title: 'Bag of tricks: CELU',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 52, ...V100 },
    recipe: CELU,
  },
  {
    name: 'page-59',
    title: 'Bag of tricks: label smoothing',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 59, ...V100 },
    recipe: SMOOTHED,
  },
  {
    name: 'page-64',
    title: 'Bag of tricks: early pools',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 64, ...V100 },
    recipe: EARLY_POOL,
  },
  {
    name: 'page-70',
    title: 'Bag of tricks: GPU augmentation',
    series: 'bag',
    published: { accuracy: 94.1, seconds: 70, ...V100 },
    recipe: ON_GPU,
  },
] as const satisfies readonly Preset[]

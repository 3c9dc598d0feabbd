import type { Recipe } from '../recipe.ts'
import type { PageNetwork } from '../schema/network.ts'
import { DAWN_NETWORK, OLD_NORM, PAGE_297 } from './dawn.ts'
import { PLAIN_NORM, type Preset, triangle } from './preset.ts'

const V100 = {
  device: 'V100',
  source: 'https://github.com/davidcpage/cifar10-fast/blob/master/experiments.ipynb',
} as const

const BASE: Recipe = {
  ...PAGE_297,
  batchSize: 512,
  augmentation: { ...PAGE_297.augmentation, cutout: 8 },
  ...triangle(20, 0.4, 4),
}

/** The ResNet's shortest path without redundant batch norms: one strided 1x1 convolution per stage. */
const SHORT: PageNetwork = {
  family: 'page',
  width: 1,
  channels: [64, 128, 256, 256],
  stageKernel: 1,
  downsampling: 'stride',
  pool: 'afterActivation',
  residuals: [],
  extras: [],
  whitening: null,
  activation: { kind: 'relu' },
  norm: OLD_NORM,
  headPool: 'maxAndAverage',
  headBias: true,
  logitScale: 1,
}

const WIDER_KERNEL: PageNetwork = { ...SHORT, stageKernel: 3 }
const POOLED: PageNetwork = { ...WIDER_KERNEL, downsampling: 'maxPool' }
const GLOBAL_MAX: PageNetwork = { ...POOLED, channels: [64, 128, 256, 512], headPool: 'max' }
const SCALED: PageNetwork = {
  ...GLOBAL_MAX,
  norm: PLAIN_NORM,
  headBias: false,
  logitScale: 0.125,
}

/** The network that the search ended with, and that the bag of tricks starts from. */
export const PAGE_NETWORK: PageNetwork = { ...SCALED, residuals: [1, 3] }

/** David Page's dawn.py. */
export const PAGE_79: Recipe = { ...BASE, network: PAGE_NETWORK, ...triangle(24, 0.4, 5) }

/** Part 4: from the ResNet's shortest path to a network of nine layers, 20 epochs each. */
export const SEARCH_PRESETS = [
  {
    name: 'page-79',
    title: 'ResNet-9: DAWNBench entry',
    series: 'search',
    published: {
      accuracy: 94.1,
      seconds: 79,
      device: 'V100',
      source: 'https://github.com/davidcpage/cifar10-fast',
    },
    recipe: PAGE_79,
  },
  {
    name: 'page-4-7',
    title: 'ResNet-9: residual branches',
    series: 'search',
    published: { accuracy: 93.8, seconds: 66, ...V100 },
    recipe: { ...BASE, network: PAGE_NETWORK },
  },
  {
    name: 'page-4-6',
    title: 'Backbone: scales from 1',
    series: 'search',
    published: { accuracy: 91.1, seconds: 47, ...V100 },
    recipe: { ...BASE, network: SCALED },
  },
  {
    name: 'page-4-5',
    title: 'Backbone: global max pool',
    series: 'search',
    published: { accuracy: 90.7, seconds: 47, ...V100 },
    recipe: { ...BASE, network: GLOBAL_MAX },
  },
  {
    name: 'page-4-4',
    title: 'Backbone: max pools',
    series: 'search',
    published: { accuracy: 89.7, seconds: 43, ...V100 },
    recipe: { ...BASE, network: POOLED },
  },
  {
    name: 'page-4-3',
    title: 'Backbone: 3x3 convolutions',
    series: 'search',
    published: { accuracy: 85.6, seconds: 36, ...V100 },
    recipe: { ...BASE, network: WIDER_KERNEL },
  },
  {
    name: 'page-4-2',
    title: 'Backbone: one norm per stage',
    series: 'search',
    published: { accuracy: 56.0, seconds: 32, ...V100 },
    recipe: { ...BASE, network: SHORT },
  },
  {
    name: 'page-4-1',
    title: 'ResNet-18: shortest path',
    series: 'search',
    published: { accuracy: 55.9, seconds: 36, ...V100 },
    recipe: { ...BASE, network: { ...DAWN_NETWORK, paths: 'shortest' } },
  },
  {
    name: 'page-4-extras',
    title: 'Backbone: extra convolutions',
    series: 'search',
    published: { accuracy: 95.0, seconds: 180, ...V100 },
    recipe: {
      ...BASE,
      network: { ...SCALED, extras: [1, 2, 3] },
      augmentation: { ...BASE.augmentation, cutout: 12 },
      ...triangle(60, 0.4),
    },
  },
  {
    name: 'page-4-wide',
    title: 'Backbone: double width',
    series: 'search',
    published: { accuracy: 93.5, seconds: 321, ...V100 },
    recipe: { ...BASE, network: { ...SCALED, width: 2 }, ...triangle(60, 0.4) },
  },
] as const satisfies readonly Preset[]

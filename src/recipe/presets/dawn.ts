import type { Recipe } from '../recipe.ts'
import type { DawnNetwork } from '../schema/network.ts'
import { epochKnots, PLAIN_AUGMENTATION, PLAIN_NORM, type Preset } from './preset.ts'

const V100 = {
  device: 'V100',
  source: 'https://github.com/davidcpage/cifar10-fast/blob/master/experiments.ipynb',
} as const

/** Batch norm as initialised by PyTorch 0.4, with scales from U(0, 1). */
export const OLD_NORM = { ...PLAIN_NORM, scaleInit: 'uniform' } as const

export const DAWN_NETWORK: DawnNetwork = {
  family: 'dawn',
  width: 1,
  channels: [64, 128, 256, 256],
  prepNorm: false,
  paths: 'all',
  activation: { kind: 'relu' },
  norm: OLD_NORM,
  headPool: 'maxAndAverage',
  headBias: true,
  logitScale: 1,
}

/** David Page's part 1; later recipes of the series are changes to it. */
export const PAGE_297: Recipe = {
  network: DAWN_NETWORK,
  normalisation: 'published',
  augmentation: PLAIN_AUGMENTATION,
  batchSize: 128,
  ...epochKnots(128, [
    [0, 0],
    [15, 0.1],
    [30, 0.005],
    [35, 0],
  ]),
  labelSmoothing: 0,
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

const PAGE_186: Recipe = {
  ...PAGE_297,
  batchSize: 512,
  ...epochKnots(512, [
    [0, 0],
    [15, 0.44],
    [30, 0.005],
    [35, 0],
  ]),
}

const PAGE_161: Recipe = {
  ...PAGE_186,
  augmentation: { ...PAGE_186.augmentation, cutout: 8 },
  ...epochKnots(512, [
    [0, 0],
    [8, 0.4],
    [30, 0],
  ]),
}

/** Parts 1 to 3: changes around one network. */
export const DAWN_PRESETS = [
  {
    name: 'page-154',
    title: 'ResNet-18: batches of 768',
    series: 'dawn',
    published: { accuracy: 93.6, seconds: 154, ...V100 },
    recipe: {
      ...PAGE_161,
      batchSize: 768,
      ...epochKnots(768, [
        [0, 0],
        [8, 0.6],
        [30, 0],
      ]),
    },
  },
  {
    name: 'page-161',
    title: 'ResNet-18: cutout',
    series: 'dawn',
    published: { accuracy: 94.14, seconds: 161, ...V100 },
    recipe: PAGE_161,
  },
  {
    name: 'page-186',
    title: 'ResNet-18: statistics in f32',
    series: 'dawn',
    published: { accuracy: 93.7, seconds: 186, ...V100 },
    recipe: PAGE_186,
  },
  {
    name: 'page-256',
    title: 'ResNet-18: batches of 512',
    series: 'dawn',
    published: { accuracy: 94.12, seconds: 256, ...V100 },
    recipe: PAGE_186,
  },
  {
    name: 'page-297',
    title: 'ResNet-18: no loader process',
    series: 'dawn',
    published: { accuracy: 94.12, seconds: 297, ...V100 },
    recipe: PAGE_297,
  },
  {
    name: 'page-301',
    title: 'ResNet-18: one loader process',
    series: 'dawn',
    published: { accuracy: 94.1, seconds: 301, ...V100 },
    recipe: PAGE_297,
  },
  {
    name: 'page-bkj',
    title: 'ResNet-18: DAWNBench entry',
    series: 'dawn',
    published: {
      accuracy: 94.1,
      seconds: 341,
      device: 'V100',
      source: 'https://github.com/stanford-futuredata/dawn-bench-entries',
    },
    recipe: { ...PAGE_297, network: { ...DAWN_NETWORK, prepNorm: true } },
  },
] as const satisfies readonly Preset[]

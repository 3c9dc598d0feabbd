import { jordansMuon } from '../muon.ts'
import type { Recipe } from '../recipe.ts'
import type { AirbenchNetwork } from '../schema/network.ts'
import type { ScheduleRecipe } from '../schema/schedule.ts'
import { PLAIN_AUGMENTATION, type Preset } from './preset.ts'

const A100 = {
  device: 'A100',
  source: 'https://github.com/KellerJordan/cifar10-airbench',
} as const

const ABLATION = {
  accuracy: 94.0,
  device: 'A100',
  source: 'https://github.com/KellerJordan/cifar10-zoo/tree/main/airbench/ablations',
} as const

const MOMENTUM = 0.85
/** airbench's decoupled units: its rates include momentum's gain, and its weight decay includes the rate. */
const GAIN = 1 + 1 / (1 - MOMENTUM)

/**
 * A schedule in airbench's units, per 1024 images: from `first` times the rate to the rate at `warmUp` of the run, then
 * to `last` times.
 */
const airbenchSchedule = (
  rate: number,
  { first, warmUp, last }: { first: number; warmUp: number; last: number },
): ScheduleRecipe => ({
  unit: 'run',
  knots: [
    [0, (first * rate) / GAIN],
    [warmUp, rate / GAIN],
    [1, (last * rate) / GAIN],
  ],
  batchSize: 1024,
  scaling: 'sum',
  firstStep: 0,
})

/** airbench's weight decay per 1024 images is independent of its rate; ours is multiplied by it. */
const airbenchOptimiser = (rate: number, decay: number, normBiasRate: number) =>
  ({
    kind: 'sgd',
    momentum: MOMENTUM,
    nesterov: true,
    weightDecay: decay / rate,
    normBiasRate,
    velocity: 'withoutRate',
  }) as const

export const AIRBENCH_NETWORK: AirbenchNetwork = {
  family: 'airbench',
  width: 1,
  channels: [64, 256, 256],
  convolutionsPerBlock: 2,
  pool: 'beforeNorm',
  residuals: [],
  whitening: { kernel: 2, epsilon: 5e-4, images: 5000, biasEpochs: 3, biasInit: 'zero' },
  init: 'dirac',
  headInit: 'uniform',
  firstActivation: null,
  activation: { kind: 'gelu' },
  norm: {
    kind: 'batch',
    epsilon: 1e-12,
    momentum: 0.4,
    groupSize: null,
    scale: 'frozen',
    scaleInit: 'one',
  },
  headPool: 'max',
  headBias: false,
  logitScale: 1 / 9,
}

export const AIRBENCH_94: Recipe = {
  network: AIRBENCH_NETWORK,
  normalisation: 'published',
  augmentation: { ...PLAIN_AUGMENTATION, cropPadding: 2, flip: 'alternating' },
  batchSize: 1024,
  length: { unit: 'epochs', count: 9.9 },
  labelSmoothing: 0.2,
  schedule: airbenchSchedule(11.5, { first: 0.2, warmUp: 0.23, last: 0.07 }),
  optimiser: airbenchOptimiser(11.5, 0.0153, 64),
  averaging: { kind: 'lookahead', rho: 0.95, everySteps: 5 },
  views: 'mirrorAndShifts',
  precision: 'auto',
}

/** Muon's recipe has separate rates for what SGD trains, for the sum over this many images. */
const MUON_BATCH = 2000
const MUON_PEAK = 0.24
const ofMuonsPeak = (rate: number) => (rate * MUON_BATCH) / MUON_PEAK

export const AIRBENCH_94_MUON: Recipe = {
  ...AIRBENCH_94,
  network: { ...AIRBENCH_NETWORK, headInit: 'unitDeviation', logitScale: 1 / 256 },
  batchSize: MUON_BATCH,
  length: { unit: 'epochs', count: 8 },
  schedule: {
    unit: 'run',
    knots: [
      [0, MUON_PEAK],
      [1, 0],
    ],
    batchSize: MUON_BATCH,
    scaling: 'sum',
    firstStep: 0,
  },
  optimiser: {
    kind: 'muon',
    convolutions: jordansMuon(1),
    momentum: 0.85,
    nesterov: true,
    // The author divides the decay, 2e-6 per step and image, by each group's rate.
    weightDecay: ofMuonsPeak(2e-6),
    headRate: ofMuonsPeak(0.67),
    normBiasRate: ofMuonsPeak(0.053),
    biasRate: ofMuonsPeak(0.053),
    biasRests: true,
    velocity: 'withoutRate',
  },
  averaging: { kind: 'none' },
}

const epochs = (count: number) => ({ unit: 'epochs', count }) as const

const VIEWS: Recipe = {
  ...AIRBENCH_94,
  augmentation: { ...AIRBENCH_94.augmentation, flip: 'random' },
  length: epochs(10.8),
}
const LOOKAHEAD: Recipe = { ...VIEWS, views: 'mirror', length: epochs(12) }
/** Before lookahead: slow statistics and a lower rate that falls to 0. */
const FREEZING: Recipe = {
  ...LOOKAHEAD,
  network: { ...AIRBENCH_NETWORK, norm: { ...AIRBENCH_NETWORK.norm, momentum: 0.1 } },
  averaging: { kind: 'none' },
  schedule: airbenchSchedule(10, { first: 0.2, warmUp: 0.2, last: 0 }),
  optimiser: airbenchOptimiser(10, 0.0153, 64),
  length: epochs(13.5),
}
const whitening = {
  kernel: 2,
  epsilon: 5e-4,
  images: 5000,
  biasEpochs: null,
  biasInit: 'zero',
} as const
const BIASES: Recipe = {
  ...FREEZING,
  network: { ...AIRBENCH_NETWORK, norm: FREEZING.network.norm, whitening },
}
const DIRAC: Recipe = {
  ...BIASES,
  optimiser: airbenchOptimiser(10, 0.0153, 1),
  length: epochs(18),
}
const WHITENING: Recipe = {
  ...DIRAC,
  network: { ...AIRBENCH_NETWORK, norm: FREEZING.network.norm, whitening, init: 'uniform' },
  length: epochs(21),
}
const BARE: Recipe = {
  ...WHITENING,
  network: { ...AIRBENCH_NETWORK, norm: FREEZING.network.norm, whitening: null, init: 'uniform' },
  length: epochs(34),
}

/** Keller Jordan’s recipes, and the steps that led to airbench94. */
export const AIRBENCH_PRESETS = [
  {
    name: 'airbench94-muon',
    title: 'airbench94 with Muon',
    series: 'airbench',
    published: { accuracy: 94.01, seconds: 2.59, ...A100 },
    recipe: AIRBENCH_94_MUON,
  },
  {
    name: 'airbench94',
    title: 'airbench94',
    series: 'airbench',
    published: { accuracy: 94.0, seconds: 3.8, ...A100 },
    recipe: AIRBENCH_94,
  },
  {
    name: 'airbench94-views',
    title: 'airbench94, six views',
    series: 'airbench',
    published: { ...ABLATION, seconds: 4.3 },
    recipe: VIEWS,
  },
  {
    name: 'airbench94-lookahead',
    title: 'airbench94, lookahead',
    series: 'airbench',
    published: { ...ABLATION, seconds: 4.6 },
    recipe: LOOKAHEAD,
  },
  {
    name: 'airbench94-freeze',
    title: 'airbench94, bias frozen early',
    series: 'airbench',
    published: { ...ABLATION, seconds: 5.2 },
    recipe: FREEZING,
  },
  {
    name: 'airbench94-biases',
    title: 'airbench94, fast biases',
    series: 'airbench',
    published: { ...ABLATION, seconds: 5.5 },
    recipe: BIASES,
  },
  {
    name: 'airbench94-dirac',
    title: 'airbench94, identity initialisation',
    series: 'airbench',
    published: { ...ABLATION, seconds: 7.3 },
    recipe: DIRAC,
  },
  {
    name: 'airbench94-whitening',
    title: 'airbench94, whitening',
    series: 'airbench',
    published: { ...ABLATION, seconds: 8.6 },
    recipe: WHITENING,
  },
  {
    name: 'airbench94-network',
    title: 'airbench94, no tricks',
    series: 'airbench',
    published: { ...ABLATION, seconds: 14.2 },
    recipe: BARE,
  },
  {
    name: 'airbench95',
    title: 'airbench95',
    series: 'airbench',
    published: { accuracy: 95.01, seconds: 10.4, ...A100 },
    recipe: {
      ...AIRBENCH_94,
      network: { ...AIRBENCH_NETWORK, channels: [128, 384, 384] },
      schedule: airbenchSchedule(10, { first: 0.2, warmUp: 0.23, last: 0.07 }),
      optimiser: airbenchOptimiser(10, 0.0153, 64),
      length: epochs(15),
    },
  },
  {
    name: 'airbench96',
    title: 'airbench96',
    series: 'airbench',
    published: { accuracy: 96.03, seconds: 34.7, ...A100 },
    recipe: {
      ...AIRBENCH_94,
      network: {
        ...AIRBENCH_NETWORK,
        channels: [128, 384, 512],
        convolutionsPerBlock: 3,
        residuals: [1, 2, 3],
        norm: { ...AIRBENCH_NETWORK.norm, momentum: 0.1 },
      },
      augmentation: { ...AIRBENCH_94.augmentation, cropPadding: 4, cutout: 12 },
      schedule: airbenchSchedule(9, { first: 0.2, warmUp: 0.1, last: 0 }),
      optimiser: airbenchOptimiser(9, 0.012, 64),
      length: epochs(37),
    },
  },
] as const satisfies readonly Preset[]

import type { Recipe } from '../recipe.ts'
import type { AirbenchNetwork, WhiteningRecipe } from '../schema/network.ts'
import type { MuonRecipe } from '../schema/optimiser.ts'
import { AIRBENCH_94, AIRBENCH_NETWORK } from './airbench.ts'
import type { Preset, Published } from './preset.ts'

const SOURCE = 'https://github.com/fulcrumresearch/cifar-10-speedrun'

const BATCH = 1536
const PEAK = 0.2255
const ofPeak = (rate: number) => (rate * BATCH) / PEAK
/** Weight decay per step and image, before it is divided by each group's rate. */
const DECAY = 1.0418e-6
const EPOCHS = 8.875
const DECAY_EPOCHS = 8.5
const FLOOR = 0.05

const WHITENING: WhiteningRecipe = {
  kernel: 2,
  epsilon: 5e-4,
  images: 5000,
  biasEpochs: 0.2,
  biasInit: 'uniform',
}

const NETWORK: AirbenchNetwork = {
  ...AIRBENCH_NETWORK,
  whitening: WHITENING,
  activation: { kind: 'silu' },
  firstActivation: { kind: 'gelu' },
  norm: { ...AIRBENCH_NETWORK.norm, momentum: 1 - 0.5566 },
  headInit: 'unitDeviation',
  logitScale: 1 / 256,
}

const E1_MUON: MuonRecipe = {
  kind: 'muon',
  convolutions: {
    rate: 1,
    momentum: 0.655,
    nesterov: true,
    polynomial: [3.4576, -4.7391, 2.0843],
    // 15 more steps by the end of the decay.
    rescaling: { everySteps: 2, growth: (15 * EPOCHS) / DECAY_EPOCHS },
    weightDecay: DECAY,
  },
  momentum: 0.825,
  nesterov: true,
  weightDecay: ofPeak(DECAY),
  headRate: ofPeak(0.5415),
  normBiasRate: ofPeak(0.0573),
  biasRate: ofPeak(0.0573),
  biasRests: true,
  velocity: 'withoutRate',
}

/** E1 with every epoch at 32 pixels: runners/recipes/e1.py of the source, in f32 or f16 as lab94 trains. */
export const E1_32: Recipe = {
  ...AIRBENCH_94,
  network: NETWORK,
  augmentation: {
    ...AIRBENCH_94.augmentation,
    jitter: { brightness: 0.1399, contrast: 0.1308 },
  },
  batchSize: BATCH,
  length: { unit: 'epochs', count: EPOCHS },
  labelSmoothing: 0.09,
  schedule: {
    unit: 'epoch',
    knots: [
      [0, PEAK],
      [(1 - FLOOR) * DECAY_EPOCHS, FLOOR * PEAK],
    ],
    batchSize: BATCH,
    scaling: 'sum',
    firstStep: 0,
  },
  optimiser: E1_MUON,
  averaging: { kind: 'tail', keep: 0.7, everySteps: 4, lastSteps: 20 },
}

/**
 * E1 as published: smaller images first, which are cheaper. Source: as for E1_32, and investigations/24px-curriculum.md
 * there.
 */
const E1: Recipe = {
  ...E1_32,
  augmentation: {
    ...E1_32.augmentation,
    sides: [
      { fromEpoch: 0, side: 24 },
      { fromEpoch: 3, side: 28 },
      { fromEpoch: 6, side: 32 },
    ],
  },
}

const HIVERGE_PEAK = 0.205
const ofHivergesPeak = (rate: number) => (rate * BATCH) / HIVERGE_PEAK

/**
 * The recipe that E1 is based on: cifar10_speedrun.py of hiverge/cifar10-speedrun, in the form of
 * runners/recipes/hiverge_base.py of E1's source.
 */
const HIVERGE: Recipe = {
  ...E1_32,
  network: { ...NETWORK, whitening: { ...WHITENING, images: 960 } },
  length: { unit: 'epochs', count: 7.65 },
  schedule: {
    unit: 'run',
    knots: [
      [0, HIVERGE_PEAK],
      [1, 0],
    ],
    batchSize: BATCH,
    scaling: 'sum',
    firstStep: 0,
  },
  optimiser: {
    ...E1_MUON,
    convolutions: { ...E1_MUON.convolutions, rescaling: { everySteps: 2, growth: 15 } },
    weightDecay: ofHivergesPeak(DECAY),
    headRate: ofHivergesPeak(0.5415),
    normBiasRate: ofHivergesPeak(0.0573),
    biasRate: ofHivergesPeak(0.0573),
  },
  averaging: { kind: 'none' },
  views: 'selectiveEqual',
}

const FULCRUM = { device: 'A100', source: SOURCE } as const

export const E1_32_PUBLISHED: Published = {
  accuracy: 94.21,
  seconds: 2.3,
  reached: { runs: 190, of: 200 },
  ...FULCRUM,
}

/** The successors of airbench94 with Muon, as Fulcrum Research measured them over 200 runs each. */
export const E1_PRESETS = [
  {
    name: 'e1',
    title: 'E1, growing images',
    series: 'airbench',
    published: { accuracy: 94.05, seconds: 1.82, reached: { runs: 125, of: 200 }, ...FULCRUM },
    recipe: E1,
  },
  {
    name: 'hiverge',
    title: 'Hiverge',
    series: 'airbench',
    published: { accuracy: 94.02, seconds: 1.98, reached: { runs: 121, of: 200 }, ...FULCRUM },
    recipe: HIVERGE,
  },
  {
    name: 'e1-32',
    title: 'E1 without growing images',
    series: 'airbench',
    published: E1_32_PUBLISHED,
    recipe: E1_32,
  },
] as const satisfies readonly Preset[]

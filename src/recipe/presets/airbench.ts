import type { AirbenchNetwork, Recipe } from '../recipe.ts'
import { PLAIN_AUGMENTATION, type Preset } from './preset.ts'

/** airbench's decoupled units converted: its rate counts momentum's gain, 1 + 1 / (1 - 0.85), and its decay the rate. */
const AIRBENCH_RATE = 11.5 / (1 + 1 / (1 - 0.85))
const AIRBENCH_DECAY = 0.0153 / 11.5

const AIRBENCH_NETWORK: AirbenchNetwork = {
  family: 'airbench',
  width: 1,
  channels: [64, 256, 256],
  whitening: { epsilon: 5e-4, images: 5000, biasEpochs: 3 },
  init: 'dirac',
  headInit: 'uniform',
  activation: { kind: 'gelu' },
  norm: { epsilon: 1e-12, momentum: 0.4, groupSize: null, scale: 'frozen', scaleInit: 'one' },
  logitScale: 1 / 9,
}

export const AIRBENCH_94: Recipe = {
  network: AIRBENCH_NETWORK,
  normalisation: 'published',
  augmentation: { ...PLAIN_AUGMENTATION, cropPadding: 2, flip: 'alternating' },
  batchSize: 1024,
  length: { unit: 'epochs', count: 9.9 },
  labelSmoothing: 0.2,
  schedule: {
    unit: 'run',
    knots: [
      [0, 0.2 * AIRBENCH_RATE],
      [0.23, AIRBENCH_RATE],
      [1, 0.07 * AIRBENCH_RATE],
    ],
    firstStep: 0,
  },
  optimiser: {
    kind: 'sgd',
    momentum: 0.85,
    nesterov: true,
    weightDecay: AIRBENCH_DECAY,
    normBiasRate: 64,
    velocity: 'withoutRate',
  },
  averaging: { kind: 'lookahead', rho: 0.95, everySteps: 5 },
  views: 'mirrorAndShifts',
  precision: 'auto',
}

/** Muon's recipe has rates of its own for what SGD trains, for the sum over this many images. */
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
    firstStep: 0,
  },
  optimiser: {
    kind: 'muon',
    convolutions: { rate: 1, momentum: 0.6, nesterov: true },
    momentum: 0.85,
    nesterov: true,
    // The author's decay divides by each group's own rate: 2e-6 a step and image.
    weightDecay: ofMuonsPeak(2e-6),
    headRate: ofMuonsPeak(0.67),
    normBiasRate: ofMuonsPeak(0.053),
    biasRate: ofMuonsPeak(0.053),
    biasRests: true,
    velocity: 'withoutRate',
  },
  averaging: { kind: 'none' },
}

/** Keller Jordan’s recipes. */
export const AIRBENCH_PRESETS = [
  {
    name: 'airbench94-muon',
    title: 'airbench94 with Muon',
    summary: 'Keller Jordan’s fastest: eight epochs, its convolutions turned by Muon.',
    published: {
      accuracy: 94.0,
      seconds: 2.6,
      device: 'A100',
      source: 'https://github.com/KellerJordan/cifar10-airbench',
    },
    recipe: AIRBENCH_94_MUON,
  },
  {
    name: 'airbench94',
    title: 'airbench94',
    summary: 'Keller Jordan’s plain network: identity start, whitened first layer, lookahead.',
    published: {
      accuracy: 94.0,
      seconds: 3.8,
      device: 'A100',
      source: 'https://github.com/KellerJordan/cifar10-airbench',
    },
    recipe: AIRBENCH_94,
  },
] as const satisfies readonly Preset[]

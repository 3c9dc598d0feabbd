import type { NormRecipe, PageNetwork, Recipe } from './recipe.ts'

export interface Preset {
  readonly name: string
  readonly title: string
  /** One sentence for a person who chooses. */
  readonly summary: string
  /** What its authors reported, if they did: accuracy in percent, seconds, and on what. */
  readonly published: {
    readonly accuracy: number
    readonly seconds: number
    readonly device: string
    readonly source: string
  } | null
  readonly recipe: Recipe
}

const PLAIN_NORM: NormRecipe = {
  epsilon: 1e-5,
  momentum: 0.1,
  groupSize: null,
  scale: 'trainable',
  scaleInit: 'one',
}

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

const PAGE_79: Recipe = {
  network: PAGE_BASELINE_NETWORK,
  augmentation: { cropPadding: 4, flip: 'random', cutout: 8 },
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
  augmentation: { cropPadding: 4, flip: 'random', cutout: 0 },
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

/** airbench's decoupled units converted: its rate counts momentum's gain, 1 + 1 / (1 - 0.85), and its decay the rate. */
const AIRBENCH_RATE = 11.5 / (1 + 1 / (1 - 0.85))
const AIRBENCH_DECAY = 0.0153 / 11.5

const AIRBENCH_94: Recipe = {
  network: {
    family: 'airbench',
    width: 1,
    channels: [64, 256, 256],
    whitening: { epsilon: 5e-4, images: 5000, biasEpochs: 3 },
    init: 'dirac',
    headInit: 'uniform',
    activation: { kind: 'gelu' },
    norm: { epsilon: 1e-12, momentum: 0.4, groupSize: null, scale: 'frozen', scaleInit: 'one' },
    logitScale: 1 / 9,
  },
  augmentation: { cropPadding: 2, flip: 'alternating', cutout: 0 },
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

const TINY: Recipe = {
  ...PAGE_79,
  network: {
    family: 'plain',
    width: 1,
    channels: [8, 16, 32],
    activation: { kind: 'relu' },
    norm: PLAIN_NORM,
    logitScale: 0.125,
  },
  augmentation: { cropPadding: 4, flip: 'random', cutout: 0 },
  batchSize: 32,
  length: { unit: 'steps', count: 60 },
  schedule: {
    unit: 'run',
    knots: [
      [0, 0],
      [0.25, 0.4],
      [1, 0],
    ],
    firstStep: 1,
  },
  precision: 'f32',
}

/** Every preset, fastest published time first; `tiny` has none and comes last. */
export const PRESETS = [
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
  {
    name: 'tiny',
    title: 'Tiny, for a look',
    summary: 'Three small layers and 60 steps, for slow computers; it stays far below 94%.',
    published: null,
    recipe: TINY,
  },
] as const satisfies readonly Preset[]

export type PresetName = (typeof PRESETS)[number]['name']

/** The preset of that name. Throws with the list of names where there is none. */
export function presetNamed(name: string): Preset {
  const preset = PRESETS.find((candidate) => candidate.name === name)
  if (preset === undefined) {
    const known = PRESETS.map((candidate) => candidate.name).join(', ')
    throw new RangeError(`There is no recipe named "${name}"; there are ${known}.`)
  }
  return preset
}

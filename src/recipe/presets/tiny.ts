import type { Recipe } from '../recipe.ts'
import { PLAIN_AUGMENTATION, PLAIN_NORM, type Preset } from './preset.ts'
import { PAGE_79 } from './search.ts'

const TINY: Recipe = {
  ...PAGE_79,
  network: {
    family: 'plain',
    width: 1,
    channels: [8, 16, 32],
    activation: { kind: 'relu' },
    norm: PLAIN_NORM,
    headPool: 'max',
    headBias: false,
    logitScale: 0.125,
  },
  augmentation: PLAIN_AUGMENTATION,
  batchSize: 32,
  length: { unit: 'steps', count: 60 },
  schedule: {
    unit: 'run',
    knots: [
      [0, 0],
      [0.25, 0.4],
      [1, 0],
    ],
    batchSize: 32,
    scaling: 'sum',
    firstStep: 1,
  },
  precision: 'f32',
}

/** For a look, and for tests. */
export const TINY_PRESETS = [
  {
    name: 'tiny',
    title: 'Tiny, for a look',
    series: 'others',
    published: null,
    expected: null,
    recipe: TINY,
  },
] as const satisfies readonly Preset[]

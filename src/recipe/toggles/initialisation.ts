import { withLengthTimes } from '../adjust.ts'
import type { AirbenchNetwork, Recipe } from '../recipe.ts'
import { AIRBENCH_PAPER, type Toggle } from './toggle.ts'

const withInit = (recipe: Recipe, init: AirbenchNetwork['init']): Recipe =>
  recipe.network.family === 'airbench'
    ? { ...recipe, network: { ...recipe.network, init } }
    : recipe

export const INITIALISATION_TOGGLES = {
  dirac: {
    title: 'Identity start',
    line: 'Starts convolutions as copies of their input, as far as they have channels for it.',
    paragraph:
      'The first filters of each convolution start as identities, one for each channel that comes in, and only the rest at random. What the whitened first layer found reaches the last one unharmed, and training starts from there. In airbench it allowed 18 epochs for 21: 8.6 to 7.3 s on an A100.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
    group: 'initialisation',
    changes: ['network.init'],
    isOn: ({ network }) => network.family === 'airbench' && network.init === 'dirac',
    on: (recipe) => withInit(recipe, 'dirac'),
    off: (recipe) => withInit(recipe, 'uniform'),
    conflict: ({ network }) =>
      network.family === 'airbench' ? null : 'Only airbench’s network can start as an identity.',
    retune: {
      airbench: {
        by: 'Jordan',
        words: '21 to 18 epochs',
        changes: ['length.count'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 18 / 21 : 21 / 18),
      },
    },
  },
} as const satisfies Record<string, Toggle>

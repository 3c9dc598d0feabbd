import { withLengthTimes } from '../adjust.ts'
import type { AirbenchNetwork, Recipe } from '../recipe.ts'
import type { Toggle } from './toggle.ts'

const withInit = (recipe: Recipe, init: AirbenchNetwork['init']): Recipe =>
  recipe.network.family === 'airbench'
    ? { ...recipe, network: { ...recipe.network, init } }
    : recipe

export const INITIALISATION_TOGGLES = {
  dirac: {
    title: 'Identity start',
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

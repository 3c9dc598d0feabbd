import { retimed } from '../knots.ts'
import type { AirbenchNetwork, Recipe } from '../recipe.ts'
import { networkIn, onlyIn, withAirbench, withNetwork } from './families.ts'
import type { Toggle } from './toggle.ts'

const initOf = (recipe: Recipe) => networkIn(recipe, 'airbench')?.init

/** One way to start: else as the preset starts, or at random. */
const startingAs = (init: AirbenchNetwork['init']) =>
  ({
    isOn: (recipe: Recipe) => initOf(recipe) === init,
    on: (recipe: Recipe) => withAirbench(recipe, { init }),
    off: (recipe: Recipe, preset: Recipe) => {
      const own = initOf(preset)
      return withAirbench(recipe, { init: own === undefined || own === init ? 'uniform' : own })
    },
    conflict: onlyIn(['airbench'], 'blocks that can start as an identity'),
  }) satisfies Partial<Toggle>

export const INITIALISATION_TOGGLES = {
  dirac: {
    title: 'Identity start',
    group: 'initialisation',
    changes: ['network.init'],
    ...startingAs('dirac'),
    retune: {
      airbench: {
        by: 'Jordan',
        words: '21 to 18 epochs',
        changes: ['length.count'],
        apply: (recipe, on) => retimed(recipe, on ? 18 / 21 : 21 / 18),
      },
    },
  },
  addedDirac: {
    title: 'Identity added to a random start',
    group: 'initialisation',
    changes: ['network.init'],
    ...startingAs('addedDirac'),
  },
  scalesFromOne: {
    title: 'Batch-norm scales from 1',
    group: 'initialisation',
    changes: ['network.norm.scaleInit'],
    isOn: ({ network: { norm } }) => norm.kind === 'batch' && norm.scaleInit === 'one',
    on: (recipe) => withNetwork(recipe, { norm: { ...recipe.network.norm, scaleInit: 'one' } }),
    off: (recipe) =>
      withNetwork(recipe, { norm: { ...recipe.network.norm, scaleInit: 'uniform' } }),
  },
} as const satisfies Record<string, Toggle>

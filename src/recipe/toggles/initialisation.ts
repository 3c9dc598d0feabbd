import { retimed } from '../schedule/knots.ts'
import type { Recipe } from '../recipe.ts'
import type { AirbenchNetwork } from '../schema/network.ts'
import { networkIn, onlyIn, withAirbench, withNetwork } from './families.ts'
import type { Toggle } from './toggle.ts'

const initOf = (recipe: Recipe) => networkIn(recipe, 'airbench')?.init

/** One initialisation. Off: the preset's, or random. */
const startingAs = (init: AirbenchNetwork['init']) =>
  ({
    isOn: (recipe: Recipe) => initOf(recipe) === init,
    on: (recipe: Recipe) => withAirbench(recipe, { init }),
    off: (recipe: Recipe, preset: Recipe) => {
      const own = initOf(preset)
      return withAirbench(recipe, { init: own === undefined || own === init ? 'uniform' : own })
    },
    conflict: onlyIn(['airbench'], 'identity initialisation'),
  }) satisfies Partial<Toggle>

export const INITIALISATION_TOGGLES = {
  dirac: {
    title: 'Identity initialisation',
    group: 'initialisation',
    changes: ['network.init'],
    ...startingAs('dirac'),
    retune: {
      airbench: {
        by: 'Keller Jordan',
        words: '21 to 18 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => retimed(recipe, on ? 18 / 21 : 21 / 18),
      },
    },
  },
  addedDirac: {
    title: 'Identity added to random weights',
    group: 'initialisation',
    changes: ['network.init'],
    ...startingAs('addedDirac'),
  },
  scalesFromOne: {
    title: 'Batch-norm scales start at 1',
    group: 'initialisation',
    changes: ['network.norm.scaleInit'],
    isOn: ({ network: { norm } }) => norm.kind === 'batch' && norm.scaleInit === 'one',
    on: (recipe) => withNetwork(recipe, { norm: { ...recipe.network.norm, scaleInit: 'one' } }),
    off: (recipe) =>
      withNetwork(recipe, { norm: { ...recipe.network.norm, scaleInit: 'uniform' } }),
  },
} as const satisfies Record<string, Toggle>

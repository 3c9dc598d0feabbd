import type { AveragingRecipe, Recipe } from '../recipe.ts'
import { withLengthTimes } from '../adjust.ts'
import { switchingKind } from './switching.ts'
import type { Toggle } from './toggle.ts'

const NONE: AveragingRecipe = { kind: 'none' }

const get = ({ averaging }: Recipe): AveragingRecipe => averaging
const set = (recipe: Recipe, averaging: AveragingRecipe): Recipe => ({ ...recipe, averaging })

const lookahead = switchingKind({
  get,
  set,
  off: NONE,
  usual: { kind: 'lookahead', rho: 0.95, everySteps: 5 },
})

const withMomentum = (recipe: Recipe, momentum: number): Recipe => ({
  ...recipe,
  network: { ...recipe.network, norm: { ...recipe.network.norm, momentum } },
})

/** The preset's own momentum where it is as asked there, else the usual one. */
const momentumWhere = (asAsked: boolean, preset: Recipe, usual: number): number =>
  asAsked ? preset.network.norm.momentum : usual

export const AVERAGING_TOGGLES = {
  ema: {
    title: 'Averaged weights (EMA)',
    group: 'averaging',
    changes: ['averaging'],
    settings: [
      { path: 'averaging.rho', title: 'Kept a step', values: [0.98, 0.99, 0.995] },
      { path: 'averaging.everySteps', title: 'Every … steps', values: [1, 5] },
    ],
    ...switchingKind({ get, set, off: NONE, usual: { kind: 'ema', rho: 0.99, everySteps: 5 } }),
    retune: {
      page: {
        by: 'Page',
        words: '14 to 13 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 13 / 14 : 14 / 13),
      },
    },
  },
  lookahead: {
    title: 'Lookahead with fast statistics',
    group: 'averaging',
    changes: ['averaging'],
    requires: ['network.norm.momentum'],
    isOn: lookahead.isOn,
    on: (recipe, preset) =>
      withMomentum(
        lookahead.on(recipe, preset),
        momentumWhere(lookahead.isOn(preset), preset, 0.4),
      ),
    off: (recipe, preset) =>
      withMomentum(
        lookahead.off(recipe, preset),
        momentumWhere(!lookahead.isOn(preset), preset, 0.1),
      ),
    retune: {
      airbench: {
        by: 'Jordan',
        words: '13.5 to 12 epochs',
        changes: ['length.count'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 12 / 13.5 : 13.5 / 12),
      },
    },
  },
} as const satisfies Record<string, Toggle>

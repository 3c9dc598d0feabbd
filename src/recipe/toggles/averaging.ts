import type { Recipe } from '../recipe.ts'
import type { AveragingRecipe } from '../schema/averaging.ts'
import { peakOf, retimed, withKnots, withoutRest, withRest } from '../schedule/knots.ts'
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

/** The preset's momentum if its lookahead is set as requested, else the usual one. */
const momentumWhere = (asRequested: boolean, preset: Recipe, usual: number): number =>
  asRequested ? preset.network.norm.momentum : usual

/** airbench's schedule with another peak and final rate. Weight decay times rate stays the same. */
function reshaped(
  recipe: Recipe,
  rate: number,
  { warmUp, end }: { readonly warmUp: number; readonly end: number },
): Recipe {
  const { knots } = recipe.schedule
  const [[, first]] = knots
  const peak = rate * knots[peakOf(knots)][1]
  const { optimiser } = recipe
  return {
    ...withKnots(recipe, [
      [0, rate * first],
      [warmUp, peak],
      [1, end * peak],
    ]),
    optimiser: { ...optimiser, weightDecay: optimiser.weightDecay / rate },
  }
}

export const AVERAGING_TOGGLES = {
  ema: {
    title: 'Averaged weights (EMA)',
    group: 'averaging',
    changes: ['averaging'],
    settings: [
      { path: 'averaging.rho', title: 'Decay per step', values: [0.98, 0.99, 0.995] },
      { path: 'averaging.everySteps', title: 'Steps between updates', values: [1, 5] },
    ],
    ...switchingKind({ get, set, off: NONE, usual: { kind: 'ema', rho: 0.99, everySteps: 5 } }),
    retune: {
      page: {
        by: 'David Page',
        words: 'the last two epochs at a tenth of the peak rate, 14 to 13 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) =>
          on ? withRest(retimed(recipe, 13 / 14)) : withoutRest(retimed(recipe, 14 / 13)),
      },
    },
  },
  averagedTail: {
    title: 'Averaged tail',
    group: 'averaging',
    changes: ['averaging'],
    settings: [{ path: 'averaging.lastSteps', title: 'Last steps averaged', values: [12, 20, 40] }],
    ...switchingKind({
      get,
      set,
      off: NONE,
      usual: { kind: 'tail', keep: 0.7, everySteps: 4, lastSteps: 20 },
    }),
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
        by: 'Keller Jordan',
        words:
          'peak rate 10 to 11.5, longer warm-up, final rate 0.07 of the peak, 13.5 to 12 epochs',
        changes: ['length.count', 'schedule.knots', 'optimiser.weightDecay'],
        apply: (recipe, on) =>
          on
            ? reshaped(retimed(recipe, 12 / 13.5), 1.15, { warmUp: 0.23, end: 0.07 })
            : reshaped(retimed(recipe, 13.5 / 12), 1 / 1.15, { warmUp: 0.2, end: 0 }),
      },
    },
  },
} as const satisfies Record<string, Toggle>

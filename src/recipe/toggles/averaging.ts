import type { AveragingRecipe, Recipe } from '../recipe.ts'
import { peakOf, retimed, withKnots, withoutRest, withRest } from '../knots.ts'
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

/** airbench's kind of schedule with another peak and end; its decay does not depend on the rate, so the product stays. */
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
      { path: 'averaging.rho', title: 'Kept a step', values: [0.98, 0.99, 0.995] },
      { path: 'averaging.everySteps', title: 'Every … steps', values: [1, 5] },
    ],
    ...switchingKind({ get, set, off: NONE, usual: { kind: 'ema', rho: 0.99, everySteps: 5 } }),
    retune: {
      page: {
        by: 'Page',
        words: 'two epochs of rest at a tenth of the peak rate, 14 to 13 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) =>
          on ? withRest(retimed(recipe, 13 / 14)) : withoutRest(retimed(recipe, 14 / 13)),
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
        words: 'rate 10 to 11.5 with a longer warm-up and an end at 0.07 of it, 13.5 to 12 epochs',
        changes: ['length.count', 'schedule.knots', 'optimiser.weightDecay'],
        apply: (recipe, on) =>
          on
            ? reshaped(retimed(recipe, 12 / 13.5), 1.15, { warmUp: 0.23, end: 0.07 })
            : reshaped(retimed(recipe, 13.5 / 12), 1 / 1.15, { warmUp: 0.2, end: 0 }),
      },
    },
  },
} as const satisfies Record<string, Toggle>

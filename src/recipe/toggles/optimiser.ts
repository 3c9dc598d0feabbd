import { AIRBENCH_94, AIRBENCH_94_MUON } from '../presets/airbench.ts'
import type { OptimiserRecipe, Recipe, SgdSettings } from '../recipe.ts'
import { switching } from './switching.ts'
import type { Toggle } from './toggle.ts'

const withOptimiser = (recipe: Recipe, change: Partial<SgdSettings>): Recipe => ({
  ...recipe,
  optimiser: { ...recipe.optimiser, ...change },
})

/** The optimiser without what LARS or Muon add to it. */
function sgdOf({ optimiser }: Recipe): OptimiserRecipe {
  const { momentum, nesterov, weightDecay, normBiasRate, velocity } = optimiser
  return { kind: 'sgd', momentum, nesterov, weightDecay, normBiasRate, velocity }
}

const LARS = {
  kind: 'lars',
  // Page's SGD settles at steps of about this share of the weights for each unit of its rate: with norms in balance,
  // (1 - momentum) sqrt(2 decay / ((1 - momentum) rate)), 1/63 to 1/100 in these recipes.
  weightRate: 1 / 64,
  epsilon: 1e-2,
} as const

/** The rate of Muon's convolutions at the schedule's peak. */
const MUON_PEAK = 0.24

const peakOf = ({ schedule }: Recipe) => Math.max(...schedule.knots.map(([, value]) => value))

/** Muon for the convolutions of a recipe whose other parameters learn on as they did. */
const withMuon = (recipe: Recipe): Recipe => ({
  ...recipe,
  optimiser: {
    ...sgdOf(recipe),
    kind: 'muon',
    convolutions: { rate: MUON_PEAK / peakOf(recipe), momentum: 0.6, nesterov: true },
    headRate: 1,
    biasRate: 1,
    biasRests: false,
  },
})

/** With another recipe's optimiser and rates, and the head that they are for where both networks are airbench's. */
function withRatesOf(recipe: Recipe, { optimiser, schedule, network: from }: Recipe): Recipe {
  const { network } = recipe
  const changed = { ...recipe, optimiser, schedule }
  if (network.family !== 'airbench' || from.family !== 'airbench') return changed
  const { logitScale, headInit } = from
  return { ...changed, network: { ...network, logitScale, headInit } }
}

const isMuon = ({ optimiser }: Recipe) => optimiser.kind === 'muon'

/** By SGD alone: as before Muon was put on, or as airbench94 does it in the recipe that Muon is from. */
const withoutMuon = (recipe: Recipe, preset: Recipe): Recipe =>
  isMuon(preset) ? withRatesOf(recipe, AIRBENCH_94) : { ...recipe, optimiser: sgdOf(recipe) }

const MUON_FIELDS = [
  'optimiser.kind',
  'optimiser.convolutions',
  'optimiser.headRate',
  'optimiser.biasRate',
  'optimiser.biasRests',
] as const

/** Muon's own recipe has rates for logits by 1/256, which are no use for others. */
const MUON_REQUIRES = [
  'network.logitScale',
  'network.headInit',
  'schedule.knots',
  'schedule.batchSize',
  'optimiser.weightDecay',
  'optimiser.normBiasRate',
] as const

export const OPTIMISER_TOGGLES = {
  lars: {
    title: 'LARS',
    group: 'optimiser',
    changes: ['optimiser.weightRate', 'optimiser.epsilon', ...MUON_FIELDS],
    requires: MUON_REQUIRES,
    settings: [
      {
        path: 'optimiser.weightRate',
        title: 'Step over weight, times the rate',
        values: [1 / 128, 1 / 64, 1 / 32],
      },
    ],
    isOn: ({ optimiser }) => optimiser.kind === 'lars',
    on(recipe, preset) {
      const plain = withoutMuon(recipe, preset)
      return { ...plain, optimiser: { ...sgdOf(plain), ...LARS } }
    },
    off: (recipe, preset) =>
      isMuon(preset) ? withRatesOf(recipe, preset) : { ...recipe, optimiser: sgdOf(recipe) },
  },
  muon: {
    title: 'Muon',
    group: 'optimiser',
    changes: MUON_FIELDS,
    requires: MUON_REQUIRES,
    settings: [
      { path: 'optimiser.convolutions.momentum', title: 'Momentum', values: [0.6, 0.85, 0.95] },
    ],
    isOn: isMuon,
    on: (recipe, preset) => (isMuon(preset) ? withRatesOf(recipe, preset) : withMuon(recipe)),
    off: withoutMuon,
    retune: {
      airbench: {
        by: 'Jordan',
        words:
          'batch 1,024 to 2,000, 9.9 to 8 epochs, no warm-up, rates of its own for head and biases, logits by 1/256 for 1/9, no lookahead',
        changes: [
          'batchSize',
          'length.count',
          'schedule.knots',
          'schedule.batchSize',
          'averaging',
          'network.logitScale',
          'network.headInit',
          'optimiser',
        ],
        apply(recipe, on) {
          const source = on ? AIRBENCH_94_MUON : AIRBENCH_94
          const { batchSize, length, averaging } = source
          return { ...withRatesOf(recipe, source), batchSize, length, averaging }
        },
      },
    },
  },
  nesterov: {
    title: 'Nesterov’s momentum',
    group: 'optimiser',
    changes: ['optimiser.nesterov'],
    ...switching<boolean>({
      get: ({ optimiser }) => optimiser.nesterov,
      set: (recipe, nesterov) => withOptimiser(recipe, { nesterov }),
      off: false,
      usual: true,
    }),
  },
  weightDecay: {
    title: 'Weight decay',
    group: 'optimiser',
    changes: ['optimiser.weightDecay'],
    settings: [
      { path: 'optimiser.weightDecay', title: 'Per example', values: [1.25e-4, 5e-4, 1e-3] },
    ],
    ...switching<number>({
      get: ({ optimiser }) => optimiser.weightDecay,
      set: (recipe, weightDecay) => withOptimiser(recipe, { weightDecay }),
      off: 0,
      usual: 5e-4,
    }),
  },
} as const satisfies Record<string, Toggle>

import { jordansMuon } from '../muon.ts'
import { AIRBENCH_94, AIRBENCH_94_MUON } from '../presets/airbench.ts'
import type { Recipe } from '../recipe.ts'
import {
  EVERY_STEP,
  type MuonSettings,
  type OptimiserRecipe,
  type SgdRecipe,
} from '../schema/optimiser.ts'
import { switching } from './switching.ts'
import type { Toggle } from './toggle.ts'

const withOptimiser = (recipe: Recipe, change: Partial<Omit<SgdRecipe, 'kind'>>): Recipe => ({
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
  // David Page's SGD reaches about this relative update per unit of its rate. At equilibrium it is
  // (1 - momentum) sqrt(2 decay / ((1 - momentum) rate)), 1/63 to 1/100 in these recipes.
  weightRate: 1 / 64,
  epsilon: 1e-2,
} as const

/** The rate of Muon's convolutions at the schedule's peak. */
const MUON_PEAK = 0.24

const peakOf = ({ schedule }: Recipe) => Math.max(...schedule.knots.map(([, value]) => value))

/** Muon for the convolutions of a recipe; its other parameters train as before. */
const withMuon = (recipe: Recipe): Recipe => ({
  ...recipe,
  optimiser: {
    ...sgdOf(recipe),
    kind: 'muon',
    convolutions: jordansMuon(MUON_PEAK / peakOf(recipe)),
    headRate: 1,
    biasRate: 1,
    biasRests: false,
  },
})

/**
 * The recipe with another recipe's optimiser and rates; if both networks are airbench's, also with its head, because
 * the rates suit it.
 */
function withRatesOf(recipe: Recipe, { optimiser, schedule, network: from }: Recipe): Recipe {
  const { network } = recipe
  const changed = { ...recipe, optimiser, schedule }
  if (network.family !== 'airbench' || from.family !== 'airbench') return changed
  const { logitScale, headInit } = from
  return { ...changed, network: { ...network, logitScale, headInit } }
}

const isMuon = ({ optimiser }: Recipe) => optimiser.kind === 'muon'

/** With SGD only: as before Muon was switched on, or as in airbench94 if the preset uses Muon. */
const withoutMuon = (recipe: Recipe, preset: Recipe): Recipe =>
  isMuon(preset) ? withRatesOf(recipe, AIRBENCH_94) : { ...recipe, optimiser: sgdOf(recipe) }

const needsMuon = (recipe: Recipe) => (isMuon(recipe) ? null : 'Turn on “Muon” first.')

type Rescaling = Pick<MuonSettings, 'rescaling' | 'weightDecay'>

const EACH_STEP: Rescaling = { rescaling: EVERY_STEP, weightDecay: 0 }
/** As in Hiverge's recipe and E1, whose decay keeps the weights' norms from growing in between. */
const RARELY: Rescaling = { rescaling: { everySteps: 2, growth: 15 }, weightDecay: 1.0418e-6 }

function rescalingOf({ optimiser }: Recipe): Rescaling {
  if (optimiser.kind !== 'muon') return EACH_STEP
  const { rescaling, weightDecay } = optimiser.convolutions
  return { rescaling, weightDecay }
}

function rescalesRarely(recipe: Recipe): boolean {
  const { everySteps, growth } = rescalingOf(recipe).rescaling
  return everySteps > 1 || growth > 0
}

function withRescaling(recipe: Recipe, rescaling: Rescaling): Recipe {
  const { optimiser } = recipe
  if (optimiser.kind !== 'muon') return recipe
  const convolutions = { ...optimiser.convolutions, ...rescaling }
  return { ...recipe, optimiser: { ...optimiser, convolutions } }
}

const withBiasRests = (recipe: Recipe, biasRests: boolean): Recipe =>
  recipe.optimiser.kind === 'muon'
    ? { ...recipe, optimiser: { ...recipe.optimiser, biasRests } }
    : recipe

const MUON_FIELDS = [
  'optimiser.kind',
  'optimiser.convolutions',
  'optimiser.headRate',
  'optimiser.biasRate',
  'optimiser.biasRests',
] as const

/** The rates of Muon's own recipe suit only logits multiplied by 1/256. */
const MUON_REQUIRES = [
  'network.logitScale',
  'network.headInit',
  'schedule.knots',
  'schedule.unit',
  'schedule.batchSize',
  'optimiser.momentum',
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
        title: 'Relative update per unit of rate',
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
        by: 'Keller Jordan',
        words:
          'batch size 1,024 to 2,000, 9.9 to 8 epochs, no warm-up, separate rates for head and biases, logits times 1/256 instead of 1/9, no lookahead',
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
  rareRescaling: {
    title: 'Rescale Muon’s weights less often',
    group: 'optimiser',
    changes: ['optimiser.convolutions.rescaling'],
    requires: ['optimiser.convolutions.weightDecay'],
    settings: [
      {
        path: 'optimiser.convolutions.rescaling.growth',
        title: 'Extra steps between rescalings at the end',
        values: [0, 15, 30],
      },
    ],
    isOn: rescalesRarely,
    on: (recipe, preset) =>
      withRescaling(recipe, rescalesRarely(preset) ? rescalingOf(preset) : RARELY),
    off: (recipe, preset) =>
      withRescaling(
        recipe,
        isMuon(preset) && !rescalesRarely(preset) ? rescalingOf(preset) : EACH_STEP,
      ),
    conflict: needsMuon,
  },
  ownBiasRate: {
    title: 'Separate rate for the whitening bias',
    group: 'optimiser',
    changes: ['optimiser.biasRests'],
    isOn: ({ optimiser }) => optimiser.kind === 'muon' && optimiser.biasRests,
    on: (recipe) => withBiasRests(recipe, true),
    off: (recipe) => withBiasRests(recipe, false),
    conflict: needsMuon,
  },
  nesterov: {
    title: 'Nesterov momentum',
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
      { path: 'optimiser.weightDecay', title: 'Per image', values: [1.25e-4, 5e-4, 1e-3] },
    ],
    ...switching<number>({
      get: ({ optimiser }) => optimiser.weightDecay,
      set: (recipe, weightDecay) => withOptimiser(recipe, { weightDecay }),
      off: 0,
      usual: 5e-4,
    }),
  },
} as const satisfies Record<string, Toggle>

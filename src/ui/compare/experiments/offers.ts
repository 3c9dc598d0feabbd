import { ablatable } from '../../../experiments/kinds/ablation.ts'
import { type DynamicsOf, isComparable } from '../../../experiments/kinds/dynamics.ts'
import type { ExperimentSpec } from '../../../experiments/experiment.ts'
import { FLAT_MOVES } from '../../../experiments/kinds/flat-directions.ts'
import { FORGETTING_RATES } from '../../../experiments/kinds/forgetting.ts'
import type { CommonSpec } from '../../../experiments/kind.ts'
import { type BranchName, hasStages } from '../../../experiments/kinds/stages.ts'
import { REGIME_BATCHES, REGIME_RATES } from '../../../experiments/kinds/regimes.ts'
import { isStressable, STRESS_RATES, stressEpochs } from '../../../experiments/kinds/stress.ts'
import { isTunable } from '../../../experiments/kinds/tuner/coordinates.ts'
import type { RecipeChoice } from '../../../recipe/choice.ts'
import { PRESETS } from '../../../recipe/presets.ts'
import type { ToggleName } from '../../../recipe/toggles.ts'
import type { EXPERIMENTS } from './texts.ts'

/** Form fields beside seeds and images, which only some kinds have. */
export interface FormFields {
  readonly toggles: readonly ToggleName[]
  readonly trials: number
}

/** How the page offers a kind of experiment. */
interface Offer {
  /** The default number of seeds. */
  readonly seeds: number
  /** Whether it makes sense for a recipe; if absent, it always does. */
  readonly suits?: (choice: RecipeChoice) => boolean
  readonly spec: (common: CommonSpec, choice: RecipeChoice, fields: FormFields) => ExperimentSpec
}

const dynamics = (of: DynamicsOf): Offer => ({
  seeds: 1,
  suits: (choice) => isComparable(choice, of),
  spec: (common, base) => ({ kind: 'dynamics', ...common, base, of }),
})

const stages = (of: BranchName): Offer => ({
  seeds: 1,
  suits: (choice) => hasStages(choice, of),
  spec: (common, base) => ({ kind: 'places', ...common, base, of }),
})

/** The offered experiments, in this order. */
export type OfferName = keyof typeof EXPERIMENTS.offers

export const OFFERS: Readonly<Record<OfferName, Offer>> = {
  ladder: {
    seeds: 1,
    spec: (common) => ({ kind: 'ladder', ...common, presets: published() }),
  },
  ablation: {
    seeds: 5,
    suits: (choice) => ablatable(choice).length > 0,
    spec: (common, base, { toggles }) => ({
      kind: 'ablation',
      ...common,
      base,
      toggles: [...toggles],
    }),
  },
  residualStages: stages('residuals'),
  extraStages: stages('extras'),
  tuner: {
    seeds: 1,
    suits: isTunable,
    spec: (common, base, { trials }) => ({ kind: 'tuner', ...common, base, trials }),
  },
  flatDirections: {
    seeds: 1,
    suits: isTunable,
    spec: (common, base) => ({ kind: 'flatDirections', ...common, base, moves: [...FLAT_MOVES] }),
  },
  regimes: {
    seeds: 1,
    suits: isTunable,
    spec: (common, base) => ({
      kind: 'regimes',
      ...common,
      base,
      batchSizes: [...REGIME_BATCHES],
      rates: [...REGIME_RATES],
    }),
  },
  forgetting: {
    seeds: 1,
    spec: (common, base) => ({
      kind: 'forgetting',
      ...common,
      base,
      rates: [...FORGETTING_RATES],
    }),
  },
  batchDynamics: dynamics('batchSize'),
  startDynamics: dynamics('start'),
  larsDynamics: dynamics('lars'),
  stress: {
    seeds: 1,
    suits: isStressable,
    spec: (common, base) => ({
      kind: 'stress',
      ...common,
      base,
      epochs: stressEpochs(base, common.dataset),
      ...STRESS_RATES,
    }),
  },
}

/** The presets with published results, slowest first, which is the order of the ladder. `auto` is one of them. */
const published = () =>
  PRESETS.filter(({ published, series }) => published !== null && series !== 'auto')
    .toSorted((a, b) => (b.published?.seconds ?? 0) - (a.published?.seconds ?? 0))
    .map(({ name }) => name)

import { armsOf, type Experiment } from '../../src/experiments/experiment.ts'
import type { Dynamics } from '../../src/experiments/kinds/dynamics.ts'
import { FLAT_MOVES, type FlatDirections } from '../../src/experiments/kinds/flat-directions.ts'
import { FORGETTING_RATES, type ForgettingTest } from '../../src/experiments/kinds/forgetting.ts'
import { REGIME_BATCHES, REGIME_RATES, type Regimes } from '../../src/experiments/kinds/regimes.ts'
import { resultsOf } from '../../src/experiments/results.ts'
import { STRESS_RATES, type StressTest } from '../../src/experiments/kinds/stress.ts'
import type { TuningSearch } from '../../src/experiments/kinds/tuner/tuner.ts'
import { peakRate } from '../../src/experiments/kinds/varied.ts'
import { presetChoice, resolveRecipe, type RecipeChoice } from '../../src/recipe/choice.ts'
import type { StoredRun } from '../../src/runs/history/entry.ts'
import { storedRun } from './stored-runs.ts'

// Experiments for screenshots and tests of the page, with synthetic runs: their curves roughly follow the literature. No
// figure in them was measured.

const base = presetChoice('page-13')
const common = { createdAt: 0, dataset: 'full', engine: 'wgsl' } as const
const noise = (i: number) => 0.0011 * Math.sin(78.2 * i + 12.9)

interface Kept {
  readonly experiment: Experiment
  readonly runs: readonly StoredRun[]
}

/** Distance of a recipe from the best weight decay, batch size and momentum. */
function accuracyAt(choice: RecipeChoice): number {
  const recipe = resolveRecipe(choice)
  const { momentum, weightDecay } = recipe.optimiser
  const rate = (512 * peakRate(recipe)) / recipe.batchSize / (10 * (1 - momentum))
  const shrinking = Math.log2((rate * weightDecay) / 9e-4)
  const speed = Math.log2(rate / 1.6)
  const batch = Math.log2(recipe.batchSize / 384)
  const whole = Math.max(0, Math.log2((rate * recipe.batchSize) / 2600))
  const lost =
    0.0042 * shrinking ** 2 + 0.0006 * speed ** 2 + 0.0007 * batch ** 2 + 0.05 * whole ** 2
  return Math.max(0.1, 0.9425 - lost + noise(shrinking + 3 * speed + 7 * batch))
}

/** An unfinished search. */
export function tuning(trials = 17): Kept {
  const experiment: TuningSearch = {
    kind: 'tuner',
    id: 'tuner',
    ...common,
    seeds: [1],
    base,
    trials: 30,
  }
  const runs: StoredRun[] = []
  for (let i = 0; i < trials; i++) {
    const [request] = resultsOf(
      experiment,
      runs.map(({ entry }) => entry),
    ).missing
    if (request === undefined) break
    const { choice } = request
    runs.unshift(storedRun(1, { choice, accuracy: accuracyAt(choice), hoursAgo: 20 - i }))
  }
  return { experiment, runs }
}

export function flatDirections(): Kept {
  const experiment: FlatDirections = {
    kind: 'flatDirections',
    id: 'flat',
    ...common,
    seeds: [1, 2, 3],
    base,
    moves: [...FLAT_MOVES],
  }
  return { experiment, runs: seeded(experiment) }
}

export function regimes(): Kept {
  const experiment: Regimes = {
    kind: 'regimes',
    id: 'regimes',
    ...common,
    seeds: [1, 2, 3],
    base,
    batchSizes: [...REGIME_BATCHES],
    rates: [...REGIME_RATES],
  }
  return { experiment, runs: seeded(experiment) }
}

const seeded = (experiment: Experiment): StoredRun[] =>
  armsOf(experiment).flatMap((choice, i) =>
    experiment.seeds.map((seed) => {
      const accuracy = Math.max(0.1, accuracyAt(choice) + noise(7 * seed + i))
      const run = storedRun(seed, { choice, accuracy, hoursAgo: 30 })
      const { tests } = run.entry.record
      const last = tests[tests.length - 1]
      const trainLoss = 0.9 + 9 * (0.9425 - accuracy) + noise(seed)
      return storedRun(seed, {
        choice,
        accuracy,
        hoursAgo: 30,
        record: { tests: [...tests.slice(0, -1), { ...last, trainLoss }] },
      })
    }),
  )

export function forgettingTest(): Kept {
  const experiment: ForgettingTest = {
    kind: 'forgetting',
    id: 'forgetting',
    ...common,
    seeds: [1, 2],
    base,
    rates: [...FORGETTING_RATES],
  }
  const runs = armsOf(experiment).flatMap((choice, i) =>
    experiment.seeds.map((seed) => {
      const forgetting = Array.from({ length: 20 }, (_, group) => {
        const ago = (group * 96) / 19
        const climb = [0.004, 0.03, 0.11][i] * (1 - Math.exp(-ago / 30))
        return {
          stepsAgo: ago,
          loss: [0.93, 0.98, 1.13][i] + climb + 3 * noise(group + 31 * seed + i),
          accuracy: 0.9,
        }
      })
      return storedRun(seed, { choice, accuracy: 0.9, hoursAgo: 40, record: { forgetting } })
    }),
  )
  return { experiment, runs }
}

export function stressTest(): Kept {
  const experiment: StressTest = {
    kind: 'stress',
    id: 'stress',
    ...common,
    seeds: [1],
    base,
    epochs: 3,
    ...STRESS_RATES,
  }
  const runs = armsOf(experiment).map((choice, i) => {
    const breaks = [255, 170][i]
    const loss = Array.from({ length: breaks }, (_, step) => {
      const learned = 0.75 + 1.55 * Math.exp(-Math.max(0, step - 40) / 70)
      const risen = Math.exp(Math.max(0, step - breaks + 34) / 6) - 1
      return learned + risen + 30 * noise(step) * 0.8
    })
    const ending = {
      kind: 'failed',
      message: 'The loss became NaN.',
      advice: '',
      diverged: true,
    } as const
    return storedRun(1, {
      choice,
      epochs: 3,
      accuracy: 0.5,
      hoursAgo: 50,
      record: { ending, stepsTaken: breaks },
      steps: { stepsPerPoint: 1, loss, accuracy: loss.map(() => 0.5) },
    })
  })
  return { experiment, runs }
}

/** Norms that reach an equilibrium, with steps twice as long for the larger batches. */
export function largerBatches(): Kept {
  const experiment: Dynamics = {
    kind: 'dynamics',
    id: 'dynamics',
    ...common,
    seeds: [1],
    base,
    of: 'batchSize',
  }
  const runs = armsOf(experiment).map((choice, i) => {
    const steps = Array.from({ length: [100, 32][i] }, (_, at) => [10, 8][i] * at)
    const shares = steps.map((_, at) => at / steps.length)
    const rising = (share: number) => Math.min(1, 5 * share) * (1.05 - share)
    const tensors = ['prep.weight', 'layer1.weight', 'head.weight'].map((name, tensor) => ({
      name,
      weightNorm: shares.map((share) => (6 + 3 * tensor) * (1 + (1.4 - 0.3 * i) * share ** 0.5)),
      gradientNorm: shares.map((share) => [90, 340][i] * (1.2 - share) + 900 * noise(share)),
      stepNorm: shares.map(
        (share, at) =>
          (6 + 3 * tensor) * [0.006, 0.0121][i] * (0.03 + rising(share)) * (1 + 90 * noise(at)),
      ),
      gradientWeightCosine: shares.map((_, at) => 9 * noise(at + tensor)),
      gradientCosine: shares.map((share, at) =>
        at === 0 ? null : [0.1, 0.19][i] * (1 - share / 2) + 30 * noise(at),
      ),
    }))
    const record = { dynamics: { steps, tensors }, ...(i === 1 && { stepsPerEpoch: 24 }) }
    return storedRun(1, { choice, accuracy: 0.94, hoursAgo: 60, record })
  })
  return { experiment, runs }
}

/** One experiment of each kind that is drawn as charts, with its synthetic runs. */
export const chartExperiments = () => [
  tuning(),
  flatDirections(),
  regimes(),
  forgettingTest(),
  stressTest(),
  largerBatches(),
]

import { countNetwork } from '../../model/counts.ts'
import { buildNetwork } from '../../model/networks.ts'
import type {
  Activation,
  AveragingRecipe,
  NetworkRecipe,
  OptimiserRecipe,
  Recipe,
} from '../../recipe/recipe.ts'
import { formatCount, formatSmall } from '../format.ts'

/** One part of a recipe in words. */
export interface Trait {
  readonly name: string
  readonly words: string
}

const FAMILIES = {
  dawn: 'ResNet-18',
  page: 'ResNet-9',
  airbench: 'airbench',
  plain: 'plain stages',
}

/** What a recipe is made of, in the words a person compares recipes by. */
export function describeRecipe(recipe: Recipe): readonly Trait[] {
  const { network, optimiser } = recipe
  const { parameters } = countNetwork(buildNetwork(network))
  return [
    {
      name: 'Network',
      words: `${familyWords(network)}, ${millions(parameters)} parameters`,
    },
    { name: 'Activation', words: activationWords(network.activation) },
    { name: 'Normalisation', words: normWords(recipe) },
    {
      name: 'First layer',
      words: 'whitening' in network && network.whitening !== null ? 'whitened, frozen' : 'trained',
    },
    {
      name: 'Loss',
      words:
        recipe.labelSmoothing === 0 ? 'plain labels' : `label smoothing ${recipe.labelSmoothing}`,
    },
    {
      name: 'Optimiser',
      words: `${OPTIMISERS[optimiser.kind]}, ${optimiser.nesterov ? 'Nesterov ' : ''}momentum ${optimiser.momentum}`,
    },
    { name: 'Averaging', words: averagingWords(recipe.averaging) },
    { name: 'Test time', words: VIEWS[recipe.views] },
  ]
}

const OPTIMISERS: Readonly<Record<OptimiserRecipe['kind'], string>> = {
  sgd: 'SGD',
  lars: 'LARS',
  muon: 'Muon for convolutions, SGD',
}

function familyWords(network: NetworkRecipe): string {
  const name = FAMILIES[network.family]
  if (network.family !== 'airbench') return name
  return `${name}, ${network.residuals.length === 0 ? 'no residuals' : 'with residuals'}`
}

const VIEWS = {
  none: 'each image once',
  mirror: 'image and its mirror',
  mirrorAndShifts: 'image, shifts and mirrors',
  selective: 'shifts and mirrors where in doubt',
}

const millions = (count: number): string =>
  count >= 1e6 ? `${(count / 1e6).toFixed(1)} million` : formatCount(count)

function activationWords(activation: Activation): string {
  const name = activation.kind === 'silu' ? 'SiLU' : activation.kind.toUpperCase()
  if (activation.kind === 'relu') return 'ReLU'
  return activation.kind === 'celu' ? `${name}, alpha ${activation.alpha}` : name
}

function normWords({ network: { norm } }: Recipe): string {
  if (norm.kind === 'none') return 'none, biases alone'
  const over = norm.groupSize === null ? 'whole batches' : `ghost batches of ${norm.groupSize}`
  return norm.scale === 'frozen' ? `${over}, scales frozen` : over
}

function averagingWords(averaging: AveragingRecipe): string {
  switch (averaging.kind) {
    case 'none':
      return 'none'
    case 'ema':
      return `moving average, every ${averaging.everySteps} steps`
    case 'lookahead':
      return `lookahead, every ${averaging.everySteps} steps`
  }
}

/** The schedule in words: from, over its peak, to. */
export function describeSchedule(recipe: Recipe): string {
  const { knots } = recipe.schedule
  const peak = Math.max(...knots.map(([, value]) => value))
  const { length, batchSize } = recipe
  const long = `${formatCount(length.count)} ${length.unit}`
  return `${long}, batches of ${formatCount(batchSize)}, peak ${formatSmall(peak)}`
}

import { countNetwork } from '../../model/counts.ts'
import { buildNetwork } from '../../model/networks.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { AveragingRecipe } from '../../recipe/schema/averaging.ts'
import type { Activation, NetworkRecipe } from '../../recipe/schema/network.ts'
import type { OptimiserRecipe } from '../../recipe/schema/optimiser.ts'
import { fieldValue } from '../../recipe/fields.ts'
import { formatCount, formatSmall } from '../words/format.ts'

/** One part of a recipe as text. */
export interface Trait {
  readonly name: string
  readonly words: string
}

/** A summary of a recipe, in words. */
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
        recipe.labelSmoothing === 0 ? 'hard labels' : `label smoothing ${recipe.labelSmoothing}`,
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
  muon: 'Muon for convolutions, SGD for the rest',
}

function familyWords(network: NetworkRecipe): string {
  const name = fieldValue('network.family', network.family)
  if (network.family !== 'airbench') return name
  return `${name}, ${network.residuals.length === 0 ? 'no residual branches' : 'with residual branches'}`
}

const VIEWS = {
  none: 'one view',
  mirror: 'original and mirrored',
  mirrorAndShifts: 'six views, shifted and mirrored',
  selective: 'six views for the least confident quarter',
  selectiveEqual: 'six views with equal weights for the least confident quarter',
}

const millions = (count: number): string =>
  count >= 1e6 ? `${(count / 1e6).toFixed(1)} million` : formatCount(count)

function activationWords(activation: Activation): string {
  const name = fieldValue('network.activation.kind', activation.kind)
  return activation.kind === 'celu' ? `${name}, alpha ${activation.alpha}` : name
}

function normWords({ network: { norm } }: Recipe): string {
  if (norm.kind === 'none') return 'none, only biases'
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
    case 'tail':
      return `averaged over the last ${averaging.lastSteps} steps`
  }
}

/** Length, batch size and peak rate in words. */
export function describeSchedule(recipe: Recipe): string {
  const { knots } = recipe.schedule
  const peak = Math.max(...knots.map(([, value]) => value))
  const { length, batchSize } = recipe
  const long = `${length.count.toLocaleString('en')} ${length.unit}`
  return `${long}, batches of ${formatCount(batchSize)}, peak ${formatSmall(peak)}`
}

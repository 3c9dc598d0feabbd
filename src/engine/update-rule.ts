import type { ParameterGroup } from '../model/parameters.ts'
import type { OptimiserRecipe } from '../recipe/schema/optimiser.ts'

/** How a step moves a group of parameters: element by element with SGD, or tensor by tensor with LARS or Muon. */
export function updateRule(
  { kind }: OptimiserRecipe,
  group: ParameterGroup,
): OptimiserRecipe['kind'] {
  switch (kind) {
    case 'sgd':
      return 'sgd'
    case 'lars':
      // Biases start at 0, where a rate proportional to the norm would keep them.
      return group === 'convWeight' || group === 'headWeight' ? 'lars' : 'sgd'
    case 'muon':
      return group === 'convWeight' ? 'muon' : 'sgd'
  }
}

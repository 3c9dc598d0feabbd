import type { Recipe } from '../recipe.ts'
import type { AirbenchNetwork, DawnNetwork, NetworkRecipe, PageNetwork } from '../schema/network.ts'

type Family = NetworkRecipe['family']
type NetworkOf<F extends Family> = Extract<NetworkRecipe, { family: F }>

/** Changes one of David Page's networks; leaves others unchanged. */
export const withPage = (recipe: Recipe, change: Partial<PageNetwork>): Recipe =>
  recipe.network.family === 'page'
    ? { ...recipe, network: { ...recipe.network, ...change } }
    : recipe

/** Changes one of airbench's networks; leaves others unchanged. */
export const withAirbench = (recipe: Recipe, change: Partial<AirbenchNetwork>): Recipe =>
  recipe.network.family === 'airbench'
    ? { ...recipe, network: { ...recipe.network, ...change } }
    : recipe

/** Changes the DAWNBench ResNet; leaves other networks unchanged. */
export const withDawn = (recipe: Recipe, change: Partial<DawnNetwork>): Recipe =>
  recipe.network.family === 'dawn'
    ? { ...recipe, network: { ...recipe.network, ...change } }
    : recipe

/** Changes fields that all networks have. */
export const withNetwork = (
  recipe: Recipe,
  change: Partial<Pick<NetworkRecipe, 'width' | 'norm' | 'headPool' | 'headBias' | 'logitScale'>>,
): Recipe => ({ ...recipe, network: { ...recipe.network, ...change } })

/** A recipe's network if it belongs to that family, else null. */
export function networkIn<F extends Family>({ network }: Recipe, family: F): NetworkOf<F> | null {
  return isOf(network, family) ? network : null
}

const isOf = <F extends Family>(network: NetworkRecipe, family: F): network is NetworkOf<F> =>
  network.family === family

const OWNERS: Readonly<Record<Family, string>> = {
  dawn: 'the DAWNBench ResNet',
  page: 'David Page’s networks',
  airbench: 'airbench’s networks',
  plain: 'the tiny network',
}

/** A conflict wherever the network is of another family: "Only David Page’s networks can have …" */
export const onlyIn =
  (families: readonly Family[], what: string) =>
  ({ network }: Recipe): string | null =>
    families.includes(network.family)
      ? null
      : `Only ${families.map((family) => OWNERS[family]).join(' and ')} can have ${what}.`

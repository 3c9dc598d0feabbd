import { EVERY_STEP, JORDANS_POLYNOMIAL } from '../../recipe/schema/optimiser.ts'
import { isBranch } from '../../recipe/paths.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { canonicalJson, fingerprint } from '../record/canonical.ts'

/** Recipe fields added after the first links, with the values that mean no change. */
const LATER: Readonly<Record<string, unknown>> = {
  'network.firstActivation': null,
  'network.halvesInput': false,
  'network.whitening.biasInit': 'zero',
  'augmentation.jitter': null,
  'augmentation.sides': [],
  'optimiser.convolutions.polynomial': JORDANS_POLYNOMIAL,
  'optimiser.convolutions.rescaling': EVERY_STEP,
  'optimiser.convolutions.weightDecay': 0,
}

/**
 * First digits of a recipe's hash, which identifies recipes in links and stored runs. Fields added later count only if
 * they change something, so that recipes keep their hashes, and runs their ids.
 */
export const recipeHash = (recipe: Recipe): string =>
  fingerprint(new TextEncoder().encode(canonicalJson(asBefore(recipe, '')))).slice(0, 8)

function asBefore(value: unknown, path: string): unknown {
  if (!isBranch(value)) return value
  const fields = Object.entries(value).flatMap(([key, field]): [string, unknown][] => {
    const at = path === '' ? key : `${path}.${key}`
    const added = Object.hasOwn(LATER, at) && canonicalJson(LATER[at]) === canonicalJson(field)
    return added ? [] : [[key, asBefore(field, at)]]
  })
  return Object.fromEntries(fields)
}

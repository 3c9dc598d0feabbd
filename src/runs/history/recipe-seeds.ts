import { resolveRecipe } from '../../recipe/choice.ts'
import { canonicalJson } from '../record/canonical.ts'
import { accuracyOf } from '../record/record.ts'
import { type Sample, summarise } from '../statistics/samples.ts'
import type { RunRequest } from '../run.ts'
import type { RunEntry } from './entry.ts'

/**
 * Accuracies of a request's recipe in this browser, the newest per seed, on the same images and engine; null if none.
 */
export function recipeSeeds(request: RunRequest, entries: readonly RunEntry[]): Sample | null {
  const wanted = canonicalJson(resolveRecipe(request.choice))
  const bySeed = new Map<number, number>()
  for (const { origin, record } of entries) {
    const accuracy = accuracyOf(record)
    if (origin !== 'here' || accuracy === null || bySeed.has(record.seed)) continue
    if (record.dataset !== request.dataset || record.engine !== request.engine) continue
    if (record.rateChanges.length > 0 || canonicalJson(record.recipe) !== wanted) continue
    bySeed.set(record.seed, accuracy)
  }
  return bySeed.size === 0 ? null : summarise([...bySeed.values()])
}

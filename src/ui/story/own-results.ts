import { type PresetName, presetNamed } from '../../recipe/presets.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { resultOf, rowsOf } from '../../runs/history/rows.ts'
import { canonicalJson } from '../../runs/record/canonical.ts'
import { accuracyOf, type RunRecord } from '../../runs/record/record.ts'
import type { Sample } from '../../runs/statistics/samples.ts'

/** Results of the visitor's runs of a recipe, on one device. */
export interface OwnResult {
  /** Shares. */
  readonly accuracy: Sample
  readonly seconds: Sample
  readonly record: RunRecord
}

/** Whether it is the visitor's finished run on the full data set. */
const counts = ({ origin, record }: RunEntry): boolean =>
  origin === 'here' && record.dataset === 'full' && accuracyOf(record) !== null

/** The results of a preset's recipe under any name: on the newest device, over its seeds. Newest entry first. */
export function ownResults(
  entries: readonly RunEntry[],
  presets: readonly PresetName[],
): ReadonlyMap<PresetName, OwnResult> {
  const byRecipe = new Map<string, OwnResult>()
  for (const row of rowsOf(entries.filter(counts), true)) {
    const [{ record }] = row.entries
    const recipe = canonicalJson(record.recipe)
    const result = resultOf(row)
    if (result !== null && !byRecipe.has(recipe)) byRecipe.set(recipe, { ...result, record })
  }
  return new Map(
    presets.flatMap((preset) => {
      const own = byRecipe.get(canonicalJson(presetNamed(preset).recipe))
      return own === undefined ? [] : [[preset, own] as const]
    }),
  )
}

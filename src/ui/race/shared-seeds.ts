import { accuracyOf } from '../../runs/record/record.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { resultOf, rowsOf, newestBySeed } from '../../runs/history/rows.ts'
import type { Sample } from '../../runs/statistics/samples.ts'

/** Several seeds of one recipe that were shared together. */
export interface SharedSeeds {
  readonly accuracy: Sample
  readonly seconds: Sample
  readonly seeds: readonly number[]
}

/** The seeds that were shared with the first of these runs; null if it is alone. */
export function sharedSeeds(entries: readonly RunEntry[]): SharedSeeds | null {
  const [first] = entries
  const row = rowsOf(entries, true).find((each) => each.entries.includes(first))
  const result = row === undefined ? null : resultOf(row)
  if (row === undefined || result === null || result.accuracy.count === 1) return null
  const done = newestBySeed(row).filter(({ record }) => accuracyOf(record) !== null)
  return { ...result, seeds: done.map(({ record }) => record.seed) }
}

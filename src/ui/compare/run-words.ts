import { summariseChoice } from '../../recipe/summary.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { type Row, seedsOf } from '../../runs/history/rows.ts'
import { COMPARE } from './texts.ts'

/** A recipe in words, as a list of runs has them. */
export const recipeWords = ({ record }: RunEntry): string => summariseChoice(record.choice)

/** What a row is called: its first run's name, and how many seeds it stands for. */
export function rowName(row: Row): string {
  const first = row.entries[row.entries.length - 1]
  const seeds = seedsOf(row).length
  return seeds === 1 ? first.name : `${first.name}, ${COMPARE.list.seeds(seeds)}`
}

/** Where a run comes from, if not from here, and whether it was checked; empty for one from here. */
export function originWords(
  { origin, checkedBy, recipeChanged }: RunEntry,
  nameOf: (id: string) => string | null,
): string {
  if (origin === 'here') return ''
  const checker = checkedBy === null ? null : nameOf(checkedBy)
  const from = checker === null ? COMPARE.origins[origin] : COMPARE.checkedBy(checker)
  return recipeChanged ? `${from}; ${COMPARE.recipeChanged}` : from
}

import { summariseChoice } from '../../recipe/choice/summary.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { type Row, newestBySeed } from '../../runs/history/rows.ts'
import { repetitionOf } from '../../runs/share/repetition.ts'
import { pointsFigure } from '../words/points.ts'
import { COMPARE } from './texts.ts'
import { isolated } from '../../errors/isolated.ts'

/** A recipe's summary, as in the list of runs. */
export const recipeWords = ({ record }: RunEntry): string => summariseChoice(record.choice)

/** The name of a row's first run. */
export const firstName = ({ entries }: Row): string => isolated(entries[entries.length - 1].name)

/** A row's name: its first run's name and its number of seeds, if there are several. */
export const rowName = (row: Row): string => nameWithSeeds(firstName(row), newestBySeed(row).length)

export const nameWithSeeds = (name: string, seeds: number): string =>
  seeds === 1 ? name : `${name} (${COMPARE.list.seeds(seeds)})`

/** The origin of an imported run, and whether it was confirmed; empty for a local run. */
export function originWords(entry: RunEntry, find: (id: string) => RunEntry | null): string {
  const { origin, checkedBy, recipeChanged } = entry
  if (origin === 'here') return ''
  const checker = checkedBy === null ? null : find(checkedBy)
  const from = checker === null ? COMPARE.origins[origin] : checkWords(entry, checker)
  return recipeChanged ? `${from}; ${COMPARE.recipeChanged}` : from
}

/** The local run that repeated an imported one, with the difference. */
function checkWords(shared: RunEntry, checker: RunEntry): string {
  const repetition = repetitionOf(checker.record, shared)
  const name = isolated(checker.name)
  if (repetition === null) return COMPARE.checkedBy(name)
  const { images, difference } = repetition
  const points = pointsFigure(difference, shared.record.testImages)
  return images === 0 ? COMPARE.checkedBySame(name) : COMPARE.checkedByOff(name, points, images > 0)
}

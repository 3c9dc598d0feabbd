import type { Row } from '../../runs/history/rows.ts'
import { resultOf } from '../../runs/history/rows.ts'
import { runsToTell } from '../../runs/statistics/power.ts'
import {
  type Estimate,
  isClear,
  meanEstimate,
  welchDifference,
} from '../../runs/statistics/samples.ts'

/** Spread of single runs of one recipe, as a share; `recipes.md` has the sources. Stands in where none was measured. */
export const SEED_SPREAD = 0.0015

/** More seeds than this are not worth asking for. */
export const MOST_SEEDS = 200

/** What the rows that are drawn show, to be put in words. Accuracies are shares. */
export type Finding =
  | { readonly kind: 'nothing' }
  /** A row that has no result to compare. */
  | { readonly kind: 'unfinished'; readonly row: Row }
  | {
      readonly kind: 'one'
      readonly row: Row
      readonly accuracy: number
      readonly seconds: number
      readonly seeds: number
      readonly interval: Estimate | null
    }
  /** Tested on other images, or on other numbers of them. */
  | { readonly kind: 'incomparable' }
  | {
      readonly kind: 'difference'
      readonly above: Row
      readonly below: Row
      readonly difference: number
      readonly seeds: readonly [number, number]
      /** Null where either has a single seed. */
      readonly interval: Estimate | null
      readonly known: boolean
      /** More seeds of each that it would take to know; 0 where it is known, null where even many would not do. */
      readonly more: number | null
    }

/** The two most accurate rows against each other; one alone for itself. */
export function findingOf(rows: readonly Row[]): Finding {
  if (rows.length === 0) return { kind: 'nothing' }
  const done = rows.flatMap((row) => {
    const result = resultOf(row)
    return result === null ? [] : [{ row, ...result }]
  })
  if (done.length === 0) return { kind: 'unfinished', row: rows[0] }
  const [above, below] = done.sort((a, b) => b.accuracy.mean - a.accuracy.mean)
  if (below === undefined) {
    return {
      kind: 'one',
      row: above.row,
      accuracy: above.accuracy.mean,
      seconds: above.seconds.mean,
      seeds: above.accuracy.count,
      interval: meanEstimate(above.accuracy),
    }
  }
  if (imagesOf(above.row) !== imagesOf(below.row)) return { kind: 'incomparable' }
  const difference = above.accuracy.mean - below.accuracy.mean
  const interval = welchDifference(above.accuracy, below.accuracy)
  const known = interval !== null && isClear(interval)
  const seeds = [above.accuracy.count, below.accuracy.count] as const
  const spread = spreadOf(above.accuracy.deviation, below.accuracy.deviation)
  const needed = difference === 0 ? Infinity : runsToTell(difference, spread)
  const more = Math.max(1, needed - Math.min(...seeds))
  return {
    kind: 'difference',
    above: above.row,
    below: below.row,
    difference,
    seeds,
    interval,
    known,
    more: known ? 0 : more > MOST_SEEDS ? null : more,
  }
}

const imagesOf = (row: Row): string => {
  const [{ record }] = row.entries
  return `${record.dataset} ${record.testImages}`
}

/** The deviation of a single run: pooled where both are known, never less than half of what is usual. */
function spreadOf(a: number | null, b: number | null): number {
  const known = [a, b].filter((deviation) => deviation !== null)
  if (known.length === 0) return SEED_SPREAD
  const pooled = Math.sqrt(known.reduce((sum, value) => sum + value ** 2, 0) / known.length)
  return Math.max(SEED_SPREAD / 2, pooled)
}

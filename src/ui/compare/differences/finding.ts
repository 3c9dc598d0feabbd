import type { Row } from '../../../runs/history/rows.ts'
import { resultOf } from '../../../runs/history/rows.ts'
import { workOf } from '../../../runs/history/entry.ts'
import { runsNeeded } from '../../../runs/statistics/power.ts'
import { leastClear } from '../../../runs/statistics/change.ts'
import { spreadOfSeeds } from '../../../runs/statistics/seed-spread.ts'
import {
  type Estimate,
  isClear,
  type Sample,
  shareEstimate,
  welchDifference,
} from '../../../runs/statistics/samples.ts'

/** Most seeds to suggest. */
export const MOST_SEEDS = 200

/** Conclusions from the selected rows, to be put into words. Accuracies are 0 to 1. */
export type Finding =
  | { readonly kind: 'nothing' }
  /** A row without a result. */
  | { readonly kind: 'unfinished'; readonly row: Row }
  | {
      readonly kind: 'one'
      readonly row: Row
      readonly accuracy: number
      readonly seconds: number
      readonly seeds: number
      readonly interval: Estimate | null
      /** Expected deviation of single runs. */
      readonly spread: number
    }
  /** The same recipe with the same seeds. */
  | { readonly kind: 'repeated'; readonly above: Row; readonly below: Row }
  /** Tested on other images, or on other numbers of them. */
  | { readonly kind: 'incomparable' }
  | {
      readonly kind: 'difference'
      readonly above: Row
      readonly below: Row
      readonly difference: number
      readonly seeds: readonly [number, number]
      /** Null if either has fewer than three seeds. */
      readonly interval: Estimate | null
      /** Expected deviation of single runs. */
      readonly spread: number
      readonly known: boolean
      /** More seeds needed of each; 0 if the difference is clear, null if even many wouldn't suffice. */
      readonly more: number | null
    }

/** Compares the two most accurate rows, or describes a single one. */
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
      interval: shareEstimate(above.accuracy),
      spread: spreadOf(above.row, above.accuracy),
    }
  }
  if (imagesOf(above.row) !== imagesOf(below.row)) return { kind: 'incomparable' }
  if (isRepeated(above.row, below.row)) {
    return { kind: 'repeated', above: above.row, below: below.row }
  }
  const difference = above.accuracy.mean - below.accuracy.mean
  const interval = welchDifference(above.accuracy, below.accuracy)
  const seeds = [above.accuracy.count, below.accuracy.count] as const
  const spread =
    Math.hypot(...[above, below].map(({ row, accuracy }) => spreadOf(row, accuracy))) / Math.SQRT2
  // With too few seeds for an interval, the known spread of such recipes decides, as on Train.
  const known =
    interval === null
      ? difference > 0 && difference >= leastClear(spread, seeds)
      : isClear(interval)
  const needed = difference === 0 ? Infinity : runsNeeded(difference, spread)
  const more = Math.max(1, needed - Math.min(...seeds))
  return {
    kind: 'difference',
    above: above.row,
    below: below.row,
    difference,
    seeds,
    interval,
    spread,
    known,
    more: known ? 0 : more > MOST_SEEDS ? null : more,
  }
}

const imagesOf = (row: Row): string => {
  const [{ record }] = row.entries
  return `${record.dataset} ${record.testImages}`
}

const spreadOf = ({ entries: [{ record }] }: Row, accuracy: Sample): number =>
  spreadOfSeeds(accuracy, record.testImages)

function isRepeated(a: Row, b: Row): boolean {
  const [works, others] = [a, b].map(
    ({ entries }) => new Set(entries.map(({ record }) => workOf(record))),
  )
  return works.size === others.size && [...works].every((work) => others.has(work))
}

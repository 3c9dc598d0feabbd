import type { RecipeChoice } from '../../recipe/choice.ts'
import { accuracyOf, diverged, type RunRecord } from '../../runs/record/record.ts'
import { type Sample, summarise } from '../../runs/statistics/samples.ts'
import { GUESSING, type KnownRuns } from '../kind.ts'

/** A recipe and its position on the varied axis. */
export interface SweepPoint {
  readonly x: number
  readonly choice: RecipeChoice
}

/** Results of a recipe over its finished seeds. */
export interface MeasuredPoint {
  readonly x: number
  /** Accuracy, 0 to 1; a diverged run counts as chance. */
  readonly accuracy: Sample
  /** At the last test; null if a run diverged. */
  readonly trainLoss: Sample | null
  /** Runs that diverged. */
  readonly diverged: number
}

/** Whether a run can be used in a sweep: it finished or diverged. */
export const isOver = (record: RunRecord): boolean =>
  accuracyOf(record) !== null || diverged(record)

/** The points that have a run, in order. */
export const measuredPoints = (
  points: readonly SweepPoint[],
  seeds: readonly number[],
  known: KnownRuns,
): MeasuredPoint[] =>
  points.flatMap(({ x, choice }) => {
    const records = seeds.flatMap((seed) => known.find(choice, seed) ?? [])
    if (records.length === 0) return []
    const losses = records.flatMap((record) =>
      diverged(record) ? [] : (record.tests.at(-1)?.trainLoss ?? []),
    )
    return [
      {
        x,
        accuracy: summarise(records.map((record) => accuracyOf(record) ?? GUESSING)),
        trainLoss: losses.length === records.length ? summarise(losses) : null,
        diverged: records.filter(diverged).length,
      },
    ]
  })

import type { RunRecord } from '../runs/record/record.ts'
import { type Sample, summarise } from '../runs/statistics/samples.ts'

/** Result of one run of an experiment. */
export interface Outcome {
  readonly seed: number
  /** A share. */
  readonly accuracy: number
  readonly seconds: number
  readonly record: RunRecord
}

/** Summary of the runs of one recipe. */
export interface Summary {
  /** A share. */
  readonly accuracy: Sample
  readonly seconds: Sample
}

/** Null before the first run. */
export const summaryOf = (outcomes: readonly Outcome[]): Summary | null =>
  outcomes.length === 0
    ? null
    : {
        accuracy: summarise(outcomes.map(({ accuracy }) => accuracy)),
        seconds: summarise(outcomes.map(({ seconds }) => seconds)),
      }

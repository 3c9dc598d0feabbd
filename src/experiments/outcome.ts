import type { RunRecord } from '../runs/record/record.ts'
import { type Sample, summarise } from '../runs/statistics/samples.ts'

/** What one run of an experiment came to. */
export interface Outcome {
  readonly seed: number
  /** A share. */
  readonly accuracy: number
  readonly seconds: number
  readonly record: RunRecord
}

/** How the runs of one recipe ended, in sum. */
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

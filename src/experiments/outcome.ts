import type { RunRecord } from '../runs/record/record.ts'
import type { RunRequest } from '../runs/run.ts'
import { type Sample, summarise } from '../runs/statistics/samples.ts'
import type { KnownRuns } from './kind.ts'

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

/** The results of an experiment. */
export interface Results {
  /** Outcomes by recipe, then by seed, without missing ones. */
  readonly arms: readonly (readonly Outcome[])[]
  /** The device of the runs; null before the first. Times of other devices aren't comparable. */
  readonly adapter: string | null
  /** The next known runs; empty when done. */
  readonly missing: readonly RunRequest[]
  /** Finished runs, and the total, or its upper limit if not known yet. */
  readonly done: number
  readonly all: number
  readonly known: KnownRuns
}

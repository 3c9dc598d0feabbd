import type { EarlierRun } from '../../trainer/comparison.ts'
import { earlierRunOf } from '../earlier-run.ts'
import { isUnderWay, type Run, type RunRequest } from '../run.ts'

interface Runs {
  readonly run: Run | null
  readonly before: EarlierRun | null
}

/** The last finished run: the one shown, or the one before it. */
export const lastDone = ({ run, before }: Runs): EarlierRun | null =>
  (run && earlierRunOf(run)) ?? before

/** The run that a new one is compared with: the last finished run, if on the same images. */
export function runBefore(runs: Runs, { dataset }: RunRequest): EarlierRun | null {
  const last = lastDone(runs)
  return last?.dataset === dataset ? last : null
}

/** A run under way that started before the runs of earlier visits had been read, with the one it is compared with. */
export function withBefore(run: Run, before: EarlierRun | null): Run {
  if (run.comparison.before !== null || !isUnderWay(run)) return run
  const comparable = runBefore({ run: null, before }, run.request)
  return { ...run, comparison: { ...run.comparison, before: comparable } }
}

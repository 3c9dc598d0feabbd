import type { EarlierRun } from '../../trainer/comparison.ts'
import { earlierRunOf } from '../earlier-run.ts'
import type { Run, RunRequest } from '../run.ts'

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

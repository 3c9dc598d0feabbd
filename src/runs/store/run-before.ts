import type { Run, RunRequest } from '../run.ts'

interface Runs {
  readonly run: Run | null
  readonly before: Run | null
}

/** The last finished run: the one shown, or the one before it. */
export const lastDone = ({ run, before }: Runs): Run | null =>
  run?.phase === 'done' ? run : before

/** The run that a new one is compared with: the last finished run, if on the same images. */
export function runBefore(runs: Runs, { dataset }: RunRequest): Run | null {
  const last = lastDone(runs)
  return last?.request.dataset === dataset ? last : null
}

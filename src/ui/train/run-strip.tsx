import { isUnderWay, type Run } from '../../runs/run.ts'
import { RunOutcome } from './outcome.tsx'
import { RunProgress } from './progress.tsx'

/** Above the curves, during and after a run. */
export function RunStrip({ run, openRecipe }: { run: Run; openRecipe: () => void }) {
  return isUnderWay(run) ? (
    <RunProgress run={run} />
  ) : (
    <RunOutcome run={run} openRecipe={openRecipe} />
  )
}

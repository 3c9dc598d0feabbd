import { isUnderWay, type Run } from '../../runs/run.ts'
import { RunOutcome } from './outcome.tsx'
import { Progress } from './progress.tsx'

/** Above the curves, during and after a run. */
export function RunStrip({ run, openRecipe }: { run: Run; openRecipe: () => void }) {
  return isUnderWay(run) ? <Progress run={run} /> : <RunOutcome run={run} openRecipe={openRecipe} />
}

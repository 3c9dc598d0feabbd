import { isUnderWay, type Run } from '../../runs/run.ts'
import { Outcome } from './outcome.tsx'
import { Progress } from './progress.tsx'

/** Above the curves, during and after a run. */
export function RunStrip({ run, openRecipe }: { run: Run; openRecipe: () => void }) {
  return isUnderWay(run) ? <Progress run={run} /> : <Outcome run={run} openRecipe={openRecipe} />
}

import { type ChoiceChange, choiceChange } from '../../recipe/choice-change.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { recipeSeeds } from '../../runs/history/recipe-seeds.ts'
import type { Run } from '../../runs/run.ts'
import { type Change, changeBetween, type ComparedRun } from '../../runs/statistics/change.ts'
import { expectedSpread, spreadOfSeeds } from '../../runs/statistics/seed-spread.ts'
import { finalScore } from '../../trainer/events.ts'

/** A finished run of another recipe than the one before. */
export interface Compared {
  readonly before: Run
  readonly what: ChoiceChange
}

/** Null where the run has no result, or there is no other recipe on the same images to compare it with. */
export function comparedWith(run: Run, before: Run | null): Compared | null {
  if (run.result === null || before === null || before.result === null) return null
  if (run.plan?.testImages !== before.plan?.testImages) return null
  const what = choiceChange(before.request.choice, run.request.choice)
  return what === null ? null : { before, what }
}

/** The change between two finished runs, judged by the known spread of seeds; null if one didn't finish. */
export function changeOfRuns(before: Run, now: Run, entries: readonly RunEntry[]): Change | null {
  const [a, b] = [before, now].map((run) => comparedRun(run, entries))
  return a === null || b === null ? null : changeBetween(a, b)
}

function comparedRun(run: Run, entries: readonly RunEntry[]): ComparedRun | null {
  if (run.result === null || run.plan === null) return null
  const { testImages } = run.plan
  const { accuracy } = finalScore(run.result)
  const seeds = recipeSeeds(run.request, entries)
  return {
    accuracy,
    seconds: run.trainSeconds,
    spread:
      seeds === null ? expectedSpread(accuracy, testImages) : spreadOfSeeds(seeds, testImages),
  }
}

import { type ChoiceChange, choiceChange } from '../../recipe/choice/choice-change.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { recipeSeeds } from '../../runs/history/recipe-seeds.ts'
import type { Run, RunRequest } from '../../runs/run.ts'
import { type Change, changeBetween, type ComparedRun } from '../../runs/statistics/change.ts'
import { expectedSpread, spreadOfSeeds } from '../../runs/statistics/seed-spread.ts'
import type { EarlierRun } from '../../trainer/comparison.ts'
import { finalScore } from '../../trainer/events.ts'

/** A finished run of another recipe than the one before. */
export interface Compared {
  readonly before: EarlierRun
  readonly what: ChoiceChange
}

/** Null if the run has no result, or there is no other recipe on the same images to compare it with. */
export function comparedWith(run: Run): Compared | null {
  const { before } = run.comparison
  if (run.result === null || before === null) return null
  if (run.plan?.testImages !== before.testImages) return null
  const what = choiceChange(before.choice, run.request.choice)
  return what === null ? null : { before, what }
}

/** The change between two finished runs, judged by the known spread of seeds; null if the second didn't finish. */
export function changeOfRuns(
  before: EarlierRun,
  now: Run,
  entries: readonly RunEntry[],
): Change | null {
  if (now.result === null || now.plan === null) return null
  const { testImages } = now.plan
  const { accuracy } = finalScore(now.result)
  const seconds = now.trainSeconds
  return changeBetween(
    comparedRun(before, { ...before, seconds: before.trainSeconds }, entries),
    comparedRun(now.request, { accuracy, seconds, testImages }, entries),
  )
}

function comparedRun(
  request: RunRequest,
  result: { readonly accuracy: number; readonly seconds: number; readonly testImages: number },
  entries: readonly RunEntry[],
): ComparedRun {
  const { accuracy, seconds, testImages } = result
  const seeds = recipeSeeds(request, entries)
  const spread =
    seeds === null ? expectedSpread(accuracy, testImages) : spreadOfSeeds(seeds, testImages)
  return { accuracy, seconds, spread }
}

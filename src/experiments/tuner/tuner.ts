import * as v from 'valibot'
import { type RecipeChoice, RecipeChoiceSchema } from '../../recipe/choice.ts'
import { accuracyOf, diverged, type RunRecord } from '../../runs/record/record.ts'
import { COMMON, type ExperimentKind, type KnownRuns, type Planned, wentToItsEnd } from '../kind.ts'
import { choiceAt } from './coordinates.ts'
import { type LogEntry, search, type Trial } from './descent.ts'
import { isHopeless } from './hopeless.ts'

/** A search for better settings of a recipe, one trial after another. */
export const TunerSchema = v.object({
  kind: v.literal('tuner'),
  ...COMMON,
  base: RecipeChoiceSchema,
  /** Trials at most. */
  trials: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
})

export type Tuner = v.InferOutput<typeof TunerSchema>
type TunerPlan = Planned<Tuner>

type TrialRecipe = Trial & { readonly choice: RecipeChoice }

/** What a trial came to. Its score is the share of test images named wrong, the mean of the seeds. */
export interface TunerEntry extends LogEntry {
  readonly choice: RecipeChoice
  readonly outcome: 'finished' | 'stopped early' | 'diverged'
  /** Seconds of training, of all seeds. */
  readonly seconds: number
}

export interface TunerState {
  readonly log: readonly TunerEntry[]
  /** What is to be run next; null where the search is over. */
  readonly next: TrialRecipe | null
  readonly best: TunerEntry | null
}

export const TUNER: ExperimentKind<TunerPlan> = {
  arms: ({ base }) => [base],
  counts: (record) => wentToItsEnd(record) || diverged(record) || record.ending.kind === 'stopped',
  progress(plan, known) {
    const { log, next } = tunerState(plan, known)
    const { seeds, trials } = plan
    const asked =
      next === null
        ? []
        : seeds
            .filter((seed) => known.find(next.choice, seed)?.ending.kind !== 'done')
            .map((seed) => ({ choice: next.choice, seed }))
    const done = log.length * seeds.length
    return { asked, done, all: next === null ? done : trials * seeds.length }
  },
  isHopeless: (plan, known, run) =>
    isHopeless(run, finishedRuns(tunerState(plan, known).log, plan, known)),
}

/** The search as far as it is known: every trial's outcome is that of its runs, so that it goes on wherever it was left. */
export function tunerState(plan: TunerPlan, known: KnownRuns): TunerState {
  const { base, trials, dataset } = plan
  const log: TunerEntry[] = []
  const next = search(
    (point) => choiceAt(base, point, dataset) !== null,
    (trial) => {
      const choice = choiceAt(base, trial.point, dataset)
      if (choice === null || log.length === trials) return null
      const entry = entryOf({ ...trial, choice }, plan, known, finishedRuns(log, plan, known))
      if (entry !== null) log.push(entry)
      return entry?.score ?? null
    },
  )
  const choice = next === null ? null : choiceAt(base, next.point, dataset)
  const over = next === null || choice === null || log.length === trials
  return { log, next: over ? null : { ...next, choice }, best: bestOf(log) }
}

/** What a trial came to; null while that is not known. One seed that gives up settles it. */
function entryOf(
  trial: TrialRecipe,
  { seeds }: TunerPlan,
  known: KnownRuns,
  finished: readonly RunRecord[],
): TunerEntry | null {
  const accuracies: number[] = []
  let seconds = 0
  for (const seed of seeds) {
    const record = known.find(trial.choice, seed)
    if (record === null) return null
    seconds += record.trainSeconds
    const accuracy = accuracyOf(record)
    if (accuracy !== null) {
      accuracies.push(accuracy)
      continue
    }
    const gaveUp = diverged(record) || isHopeless(record, finished)
    if (!gaveUp) return null
    const outcome = diverged(record) ? 'diverged' : 'stopped early'
    return { ...trial, score: Infinity, outcome, seconds }
  }
  const right = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length
  return { ...trial, score: 1 - right, outcome: 'finished', seconds }
}

const finishedRuns = (
  log: readonly TunerEntry[],
  { seeds }: TunerPlan,
  known: KnownRuns,
): RunRecord[] =>
  log
    .filter(({ outcome }) => outcome === 'finished')
    .flatMap(({ choice }) => seeds.flatMap((seed) => known.find(choice, seed) ?? []))

/** The entry of the least score, the earliest of several; null where none has one. */
function bestOf(log: readonly TunerEntry[]): TunerEntry | null {
  const scored = log.filter(({ score }) => Number.isFinite(score))
  return scored.length === 0
    ? null
    : scored.reduce((best, entry) => (entry.score < best.score ? entry : best))
}

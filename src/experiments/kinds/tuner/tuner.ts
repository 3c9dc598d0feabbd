import * as v from 'valibot'
import { type RecipeChoice, RecipeChoiceSchema } from '../../../recipe/choice.ts'
import { accuracyOf, diverged, type RunRecord } from '../../../runs/record/record.ts'
import {
  COMMON,
  type ExperimentKind,
  type KnownRuns,
  type SpecOf,
  wentToItsEnd,
} from '../../kind.ts'
import { choiceAt } from './coordinates.ts'
import { type LogEntry, searchTrials, type Trial } from './descent.ts'
import { isHopeless } from './hopeless.ts'

/** A search for better settings of a recipe, one trial after another. */
export const TunerSchema = v.object({
  kind: v.literal('tuner'),
  ...COMMON,
  base: RecipeChoiceSchema,
  /** Most trials. */
  trials: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
})

export type TuningSearch = v.InferOutput<typeof TunerSchema>
type TunerSpec = SpecOf<TuningSearch>

type TrialRecipe = Trial & { readonly choice: RecipeChoice }

/** Result of a trial. Its score is the mean test error of its seeds. */
export interface TunerEntry extends LogEntry {
  readonly choice: RecipeChoice
  readonly outcome: 'finished' | 'stopped early' | 'diverged'
  /** Seconds of training, of all seeds. */
  readonly seconds: number
}

export interface TunerState {
  readonly log: readonly TunerEntry[]
  /** The next trial; null if the search is over. */
  readonly next: TrialRecipe | null
  readonly best: TunerEntry | null
}

export const TUNER: ExperimentKind<TunerSpec> = {
  arms: ({ base }) => [base],
  counts: (record) => wentToItsEnd(record) || diverged(record) || record.ending.kind === 'stopped',
  progress(spec, known) {
    const { log, next } = tunerState(spec, known)
    const { seeds, trials } = spec
    const requested =
      next === null
        ? []
        : seeds
            .filter((seed) => known.find(next.choice, seed)?.ending.kind !== 'done')
            .map((seed) => ({ choice: next.choice, seed }))
    const done = log.length * seeds.length
    return { requested, done, all: next === null ? done : trials * seeds.length }
  },
  isHopeless: (spec, known, run) =>
    isHopeless(run, finishedRuns(tunerState(spec, known).log, spec, known)),
}

/** The state of the search, computed from stored runs, so that it continues after an interruption. */
export function tunerState(spec: TunerSpec, known: KnownRuns): TunerState {
  const { base, trials, dataset } = spec
  const log: TunerEntry[] = []
  const next = searchTrials(
    (point) => choiceAt(base, point, dataset) !== null,
    (trial) => {
      const choice = choiceAt(base, trial.point, dataset)
      if (choice === null || log.length === trials) return null
      const entry = entryOf({ ...trial, choice }, spec, known, finishedRuns(log, spec, known))
      if (entry !== null) log.push(entry)
      return entry?.score ?? null
    },
  )
  const choice = next === null ? null : choiceAt(base, next.point, dataset)
  const over = next === null || choice === null || log.length === trials
  return { log, next: over ? null : { ...next, choice }, best: bestOf(log) }
}

/** Result of a trial; null if unknown. One aborted seed decides it. */
function entryOf(
  trial: TrialRecipe,
  { seeds }: TunerSpec,
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
  { seeds }: TunerSpec,
  known: KnownRuns,
): RunRecord[] =>
  log
    .filter(({ outcome }) => outcome === 'finished')
    .flatMap(({ choice }) => seeds.flatMap((seed) => known.find(choice, seed) ?? []))

/** The entry with the lowest score, the earliest of equals; null if none. */
function bestOf(log: readonly TunerEntry[]): TunerEntry | null {
  const scored = log.filter(({ score }) => Number.isFinite(score))
  return scored.length === 0
    ? null
    : scored.reduce((best, entry) => (entry.score < best.score ? entry : best))
}

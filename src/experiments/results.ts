import { resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import type { RunEntry } from '../runs/history/entry.ts'
import { canonicalJson } from '../runs/record/canonical.ts'
import { accuracyOf } from '../runs/record/record.ts'
import type { RunRequest } from '../runs/run.ts'
import { armsOf, kindOf, type Plan, requestOf } from './experiment.ts'
import { GUESSING, type KnownRuns, type Progress, wentToItsEnd } from './kind.ts'
import type { Outcome } from './outcome.ts'

export interface Results {
  /** Of the first recipe, the second, and so on; each by seed, without those that are still to come. */
  readonly arms: readonly (readonly Outcome[])[]
  /** The device they are from; null before there is one. Runs of others would not be comparable in time. */
  readonly adapter: string | null
  /** What is to be run next, as far as that is known by now; empty where all is done. */
  readonly missing: readonly RunRequest[]
  /** Runs that are done, of all; of as many as it may come to where that is not known yet. */
  readonly done: number
  readonly all: number
  readonly known: KnownRuns
}

/** What is known of an experiment: every run here of its recipes and seeds counts, whoever asked for it. */
export function resultsOf(plan: Plan, entries: readonly RunEntry[]): Results {
  const arms = armsOf(plan)
  const { known, adapter } = knownRuns(plan, entries, arms)
  const { seeds } = plan
  const outcomes = arms.map((choice) =>
    seeds.flatMap((seed): Outcome[] => {
      const record = known.find(choice, seed)
      if (record === null) return []
      const accuracy = accuracyOf(record) ?? GUESSING
      return [{ seed, accuracy, seconds: record.trainSeconds, record }]
    }),
  )
  const { progress = allArms } = kindOf(plan)
  const { asked, done, all } = progress(plan, known)
  const missing = asked.map(({ choice, seed }) => requestOf(plan, choice, seed))
  return { arms: outcomes, adapter, missing, done, all, known }
}

/** All recipes at one seed before the next seed: so it can be read at any time. */
function allArms(plan: Plan, known: KnownRuns): Progress {
  const arms = armsOf(plan)
  const asked = plan.seeds.flatMap((seed) =>
    arms.filter((choice) => known.find(choice, seed) === null).map((choice) => ({ choice, seed })),
  )
  const all = plan.seeds.length * arms.length
  return { asked, done: all - asked.length, all }
}

/** The runs that an experiment may count. Those that went to their end come first, then the newest. */
function knownRuns(plan: Plan, entries: readonly RunEntry[], arms: readonly RecipeChoice[]) {
  const { dataset, engine } = plan
  const { counts = wentToItsEnd } = kindOf(plan)
  const own = entries
    .filter(
      ({ origin, record }) =>
        origin === 'here' &&
        record.dataset === dataset &&
        record.engine === engine &&
        record.rateChanges.length === 0 &&
        counts(record),
    )
    .map((entry) => ({ key: canonicalJson(entry.record.recipe), entry }))
    .sort((a, b) => rank(b.entry) - rank(a.entry))
  const keys = new Map<RecipeChoice, string>()
  const keyOf = (choice: RecipeChoice): string => {
    const key = keys.get(choice) ?? canonicalJson(resolveRecipe(choice))
    keys.set(choice, key)
    return key
  }
  const wanted = new Set(arms.map(keyOf))
  const adapter =
    own.find(({ key, entry }) => wanted.has(key) && plan.seeds.includes(entry.record.seed))?.entry
      .record.adapter ?? null
  const entryOf = (choice: RecipeChoice, seed: number) =>
    own.find(
      ({ key, entry: { record } }) =>
        record.seed === seed && record.adapter === adapter && key === keyOf(choice),
    )?.entry ?? null
  const known: KnownRuns = {
    entryOf,
    find: (choice, seed) => entryOf(choice, seed)?.record ?? null,
  }
  return { known, adapter }
}

const rank = ({ record }: RunEntry): number => (wentToItsEnd(record) ? 1 : 0)

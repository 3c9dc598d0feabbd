import { resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import type { RunEntry } from '../runs/history/entry.ts'
import { canonicalJson } from '../runs/record/canonical.ts'
import { accuracyOf } from '../runs/record/record.ts'
import { armsOf, kindOf, type ExperimentSpec, requestOf } from './experiment.ts'
import { GUESSING, type KnownRuns, type ExperimentProgress, wentToItsEnd } from './kind.ts'
import type { Outcome, Results } from './outcome.ts'

/** The results of an experiment: every stored run of its recipes and seeds counts, whatever started it. */
export function resultsOf(spec: ExperimentSpec, entries: readonly RunEntry[]): Results {
  const arms = armsOf(spec)
  const { known, adapter } = knownRuns(spec, entries, arms)
  const { seeds } = spec
  const outcomes = arms.map((choice) =>
    seeds.flatMap((seed): Outcome[] => {
      const record = known.find(choice, seed)
      if (record === null) return []
      const accuracy = accuracyOf(record) ?? GUESSING
      return [{ seed, accuracy, seconds: record.trainSeconds, record }]
    }),
  )
  const { progress = allArms } = kindOf(spec)
  const { requested, done, all } = progress(spec, known)
  const missing = requested.map(({ choice, seed }) => requestOf(spec, choice, seed))
  return { arms: outcomes, adapter, missing, done, all, known }
}

/** All recipes at one seed before the next seed: so it can be read at any time. */
function allArms(spec: ExperimentSpec, known: KnownRuns): ExperimentProgress {
  const arms = armsOf(spec)
  const requested = spec.seeds.flatMap((seed) =>
    arms.filter((choice) => known.find(choice, seed) === null).map((choice) => ({ choice, seed })),
  )
  const all = spec.seeds.length * arms.length
  return { requested, done: all - requested.length, all }
}

/** The runs that an experiment may use. Finished ones come first, then the newest. */
function knownRuns(
  spec: ExperimentSpec,
  entries: readonly RunEntry[],
  arms: readonly RecipeChoice[],
) {
  const { dataset, engine } = spec
  const { counts = wentToItsEnd } = kindOf(spec)
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
  const first = own.find(
    ({ key, entry }) => wanted.has(key) && spec.seeds.includes(entry.record.seed),
  )?.entry.record
  const adapter = first?.adapter ?? null
  const entryOf = (choice: RecipeChoice, seed: number) =>
    own.find(
      ({ key, entry: { record } }) =>
        record.seed === seed &&
        record.adapter === adapter &&
        record.imagesFingerprint === first?.imagesFingerprint &&
        key === keyOf(choice),
    )?.entry ?? null
  const known: KnownRuns = {
    entryOf,
    find: (choice, seed) => entryOf(choice, seed)?.record ?? null,
  }
  return { known, adapter }
}

const rank = ({ record }: RunEntry): number => (wentToItsEnd(record) ? 1 : 0)

import { resolveRecipe, type RecipeChoice } from '../recipe/choice.ts'
import type { RunEntry } from '../runs/history/entry.ts'
import { canonicalJson } from '../runs/record/canonical.ts'
import { accuracyOf } from '../runs/record/record.ts'
import type { RunRequest } from '../runs/run.ts'
import { armsOf, type Plan, requestsOf } from './experiment.ts'

/** What one run of an experiment came to. */
export interface Outcome {
  readonly seed: number
  /** A share. */
  readonly accuracy: number
  readonly seconds: number
}

export interface Results {
  /** Of the first recipe, the second, and so on; each by seed, without those that are still to come. */
  readonly arms: readonly (readonly Outcome[])[]
  /** The device they are from; null before there is one. Runs of others would not be comparable in time. */
  readonly adapter: string | null
  readonly missing: readonly RunRequest[]
}

/** What is known of an experiment: every run here of its recipes and seeds counts, whoever asked for it. */
export function resultsOf(experiment: Plan, entries: readonly RunEntry[]): Results {
  const { dataset, engine, seeds } = experiment
  const keys = armsOf(experiment).map(recipeKey)
  const own = entries.flatMap(({ origin, record }) => {
    const accuracy = accuracyOf(record)
    const concerned =
      origin === 'here' &&
      record.dataset === dataset &&
      record.engine === engine &&
      seeds.includes(record.seed) &&
      record.rateChanges.length === 0
    return concerned && accuracy !== null
      ? [{ key: canonicalJson(record.recipe), record, accuracy }]
      : []
  })
  const adapter = own.find(({ key }) => keys.includes(key))?.record.adapter ?? null
  const outcome = (key: string, seed: number): Outcome[] => {
    const run = own.find(
      (other) =>
        other.key === key && other.record.seed === seed && other.record.adapter === adapter,
    )
    return run === undefined
      ? []
      : [{ seed, accuracy: run.accuracy, seconds: run.record.trainSeconds }]
  }
  const found = keys.map((key) => seeds.flatMap((seed) => outcome(key, seed)))
  const missing = requestsOf(experiment).filter(({ choice, seed }) => {
    const arm = found.at(keys.indexOf(recipeKey(choice))) ?? []
    return !arm.some((run) => run.seed === seed)
  })
  return { arms: found, adapter, missing }
}

const recipeKey = (choice: RecipeChoice): string => canonicalJson(resolveRecipe(choice))

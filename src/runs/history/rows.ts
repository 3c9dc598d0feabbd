import { canonicalJson } from '../record/canonical.ts'
import { accuracyOf } from '../record/record.ts'
import { type Sample, summarise } from '../statistics/samples.ts'
import type { RunEntry } from './entry.ts'

/** A line of the list of runs: one run, or the seeds of one recipe that were run under the same conditions. */
export interface Row {
  /** The id of its first run, which stays when more seeds come. */
  readonly id: string
  /** Newest first. */
  readonly entries: readonly RunEntry[]
}

/** The rows of a list of runs, in the order of their newest runs. */
export function rowsOf(entries: readonly RunEntry[], grouped: boolean): Row[] {
  const groups = new Map<string, RunEntry[]>()
  for (const entry of entries) {
    const key = grouped ? conditionsOf(entry) : entry.id
    groups.set(key, [...(groups.get(key) ?? []), entry])
  }
  return Array.from(groups.values(), (members) => ({
    id: members[members.length - 1].id,
    entries: members,
  }))
}

/** Equal for runs whose accuracies and times are samples of the same thing. */
function conditionsOf({ id, origin, recipeChanged, record }: RunEntry): string {
  if (accuracyOf(record) === null || recipeChanged) return id
  const { recipe, dataset, engine, precision, adapter, batchSize, normImages } = record
  const { trainImages, testImages, rateChanges } = record
  const here = origin === 'here'
  const images = [dataset, trainImages, testImages]
  return canonicalJson([
    here,
    recipe,
    images,
    engine,
    precision,
    adapter,
    batchSize,
    normImages,
    rateChanges,
  ])
}

/** The runs of a row by seed, the newest of each: a seed that was run twice says nothing new. */
export function seedsOf({ entries }: Row): RunEntry[] {
  const bySeed = new Map(entries.toReversed().map((entry) => [entry.record.seed, entry]))
  return [...bySeed.values()].sort((a, b) => a.record.seed - b.record.seed)
}

/** Accuracy (a share) and training time of a row's seeds; null where none went to its end. */
export function resultOf(row: Row): { accuracy: Sample; seconds: Sample } | null {
  const done = seedsOf(row).flatMap(({ record }) => {
    const accuracy = accuracyOf(record)
    return accuracy === null ? [] : [{ accuracy, seconds: record.trainSeconds }]
  })
  if (done.length === 0) return null
  return {
    accuracy: summarise(done.map(({ accuracy }) => accuracy)),
    seconds: summarise(done.map(({ seconds }) => seconds)),
  }
}

export const SORTS = ['newest', 'accuracy', 'time', 'name'] as const
export type Sort = (typeof SORTS)[number]

/** Rows by what a person asks for: best accuracy, shortest time, or the name from A to Z first; unfinished ones last. */
export function sortRows(rows: readonly Row[], sort: Sort): Row[] {
  const key = (row: Row): number | string => {
    const [newest] = row.entries
    const result = resultOf(row)
    switch (sort) {
      case 'newest':
        return -newest.record.startedAt
      case 'accuracy':
        return -(result?.accuracy.mean ?? -1)
      case 'time':
        return result?.seconds.mean ?? Infinity
      case 'name':
        return newest.name.toLowerCase()
    }
  }
  const keyed = rows.map((row) => ({ row, at: key(row) }))
  return keyed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ row }) => row)
}

/** The runs in which each word is found, in their name, note, recipe in words, device or seed. */
export function search(
  entries: readonly RunEntry[],
  text: string,
  recipeWords: (entry: RunEntry) => string,
): RunEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...entries]
  return entries.filter((entry) => {
    const { adapter, seed } = entry.record
    const all = [entry.name, entry.note, recipeWords(entry), adapter, `seed ${seed}`]
    const haystack = all.join(' ').toLowerCase()
    return words.every((word) => haystack.includes(word))
  })
}

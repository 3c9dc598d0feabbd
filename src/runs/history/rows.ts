import { canonicalJson } from '../record/canonical.ts'
import { accuracyOf } from '../record/record.ts'
import { type Sample, summarise } from '../statistics/samples.ts'
import type { RunEntry } from './entry.ts'

/** A row of the list: one run, or the seeds of one recipe under the same conditions. */
export interface Row {
  /** The id of its first run, stable when seeds are added. */
  readonly id: string
  /** Newest first. */
  readonly entries: readonly RunEntry[]
}

/** The rows of a list of runs, in the order of their newest runs. */
export function rowsOf(entries: readonly RunEntry[], grouped: boolean): Row[] {
  const groups = new Map<string, RunEntry[]>()
  for (const entry of entries) {
    const key = grouped ? conditionsOf(entry) : entry.id
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [entry])
    else group.push(entry)
  }
  return Array.from(groups.values(), (members) => ({
    id: members[members.length - 1].id,
    entries: members,
  }))
}

/** Equal for runs that differ by the seed only. */
function conditionsOf(entry: RunEntry): string {
  const known = conditions.get(entry)
  if (known !== undefined) return known
  const found = describeConditions(entry)
  conditions.set(entry, found)
  return found
}

/** Cached: entries never change, and thousands are regrouped with every added run. */
const conditions = new WeakMap<RunEntry, string>()

function describeConditions({ id, origin, recipeChanged, record }: RunEntry): string {
  if (accuracyOf(record) === null || recipeChanged) return id
  const { recipe, dataset, engine, precision, adapter, batchSize, normImages } = record
  const {
    trainImages,
    testImages,
    imagesFingerprint = '',
    rateChanges,
    plainTestLoss = false,
  } = record
  const here = origin === 'here'
  const images = [dataset, trainImages, testImages, imagesFingerprint]
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
    plainTestLoss,
  ])
}

/** The runs of a row by seed, the newest of each; a repeated seed isn't a new sample. */
export function newestBySeed({ entries }: Row): RunEntry[] {
  const bySeed = new Map(entries.toReversed().map((entry) => [entry.record.seed, entry]))
  return [...bySeed.values()].sort((a, b) => a.record.seed - b.record.seed)
}

/** Accuracy (0 to 1) and training time of a row's seeds; null if none finished. */
export function resultOf(row: Row): { accuracy: Sample; seconds: Sample } | null {
  const done = newestBySeed(row).flatMap(({ record }) => {
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

/** Sorts rows by best accuracy, shortest time or name; unfinished ones last. */
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

/** Runs that contain every word in name, note, recipe summary, device or seed. */
export function searchRuns(
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

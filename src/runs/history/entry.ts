import * as v from 'valibot'
import type { Predictions } from '../../engine/engine.ts'
import {
  type Comparison,
  type EarlierResult,
  EarlierResultSchema,
  type EarlierRun,
  GuessedSchema,
} from '../../trainer/comparison.ts'
import { canonicalJson } from '../record/canonical.ts'
import { nameOf } from '../record/naming.ts'
import { RecordSchema, type RunRecord, type StepCurve, type WholeRun } from '../record/record.ts'
import { idOf } from '../share/encoding/codec-1.ts'

export const MAX_NAME = 60
export const MAX_NOTE = 2000

/** The comparison of a stored run; the run before has its own curve. */
const StoredComparisonSchema = v.object({
  before: v.nullable(EarlierResultSchema),
  guessed: v.nullable(GuessedSchema),
})

/** A stored run: its record, and the user's name, note and star. */
export const EntrySchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_NAME)),
  star: v.boolean(),
  note: v.pipe(v.string(), v.maxLength(MAX_NOTE)),
  origin: v.picklist(['here', 'link', 'file', 'shipped']),
  /** The local run that repeated this imported one: same recipe, seed, images and engine. */
  checkedBy: v.nullable(v.string()),
  /** From a link, and its preset has changed since. */
  recipeChanged: v.boolean(),
  /** Of a local run: the run before, and the visitor's guess. Absent in older entries, and if there was neither. */
  comparison: v.exactOptional(StoredComparisonSchema),
  record: RecordSchema,
})

export type RunEntry = v.InferOutput<typeof EntrySchema>
export type Origin = RunEntry['origin']

/** An entry with its curve, which is stored separately. */
export interface RunWithCurve {
  readonly entry: RunEntry
  readonly steps: StepCurve
}

/** Everything stored of a run. Runs that finished in this browser have predictions of the test images. */
export interface StoredRun extends RunWithCurve {
  readonly predictions: Predictions | null
}

/** A run from a link has its own id, and may have a changed recipe. */
export function newEntry(
  run: WholeRun,
  origin: Origin,
  { id, recipeChanged } = { id: idOf(run), recipeChanged: false },
): RunEntry {
  return {
    id,
    name: nameOf(id),
    star: false,
    note: '',
    origin,
    checkedBy: null,
    recipeChanged,
    record: run.record,
  }
}

/** Equal for runs that should give the same result except for device differences. */
export function workOf(record: RunRecord): string {
  const known = works.get(record)
  if (known !== undefined) return known
  const { recipe, seed, dataset, imagesFingerprint = '', engine, rateChanges } = record
  const work = canonicalJson([recipe, seed, dataset, imagesFingerprint, engine, rateChanges])
  works.set(record, work)
  return work
}

/** Cached: records never change, and long lists request it often. */
const works = new WeakMap<RunRecord, string>()

/** The entry of a run with what it was compared with. */
export function withComparison(entry: RunEntry, { before, guessed }: Comparison): RunEntry {
  if (before === null && guessed === null) return entry
  return { ...entry, comparison: { before: before && withoutCurve(before), guessed } }
}

const withoutCurve = ({ tests: _, ...result }: EarlierRun): EarlierResult => result

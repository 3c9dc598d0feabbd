import * as v from 'valibot'
import type { NamedImages } from '../../engine/engine.ts'
import { canonicalJson } from '../record/canonical.ts'
import { nameOf } from '../record/naming.ts'
import { RecordSchema, type RunRecord, type StepCurve, type WholeRun } from '../record/record.ts'
import { idOf } from '../share/codec-1.ts'

export const MAX_NAME = 60
export const MAX_NOTE = 2000

/** A run as it is kept: its record, and what a person may say of it. */
export const EntrySchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_NAME)),
  star: v.boolean(),
  note: v.pipe(v.string(), v.maxLength(MAX_NOTE)),
  origin: v.picklist(['here', 'link', 'file', 'shipped']),
  /** The run from here that repeated this one from elsewhere: same recipe, seed, images and engine. */
  checkedBy: v.nullable(v.string()),
  /** From a link, and its recipe's name stands for another recipe today. */
  recipeChanged: v.boolean(),
  record: RecordSchema,
})

export type RunEntry = v.InferOutput<typeof EntrySchema>
export type Origin = RunEntry['origin']

/** An entry with the curve that is kept apart from it. */
export interface KeptRun {
  readonly entry: RunEntry
  readonly steps: StepCurve
}

/** All that is kept of a run; how it named each test image is known of runs that went to their end here. */
export interface StoredRun extends KeptRun {
  readonly named: NamedImages | null
}

/** A run from a link brings its id along, and whether its recipe may have changed. */
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

/** Equal for runs that should come out alike: all but chance between devices. */
export const workOf = ({ recipe, seed, dataset, engine, rateChanges }: RunRecord): string =>
  canonicalJson([recipe, seed, dataset, engine, rateChanges])

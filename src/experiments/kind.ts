import { ENGINE_NAMES } from '../engine/engine.ts'
import { DATASET_NAMES } from '../data/datasets.ts'
import * as v from 'valibot'
import type { RecipeChoice } from '../recipe/choice.ts'
import type { RunEntry } from '../runs/history/entry.ts'
import { accuracyOf, type RunRecord } from '../runs/record/record.ts'
import type { RunRequest } from '../runs/run.ts'
import { MAX_SEED } from '../runs/store/setup.ts'
import type { Measures } from '../trainer/measures.ts'

const SeedSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SEED))

/** Fields of all experiments. */
export const COMMON = {
  id: v.string(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  seeds: v.pipe(v.array(SeedSchema), v.minLength(1)),
  dataset: v.picklist(DATASET_NAMES),
  engine: v.picklist(ENGINE_NAMES),
}

/** An experiment before it is started. */
export type SpecOf<E> = Omit<E, 'id' | 'createdAt'>

/** Fields of all specs. */
export type CommonSpec = Pick<RunRequest, 'dataset' | 'engine'> & { readonly seeds: number[] }

/** The stored runs of a plan's recipes, seeds, images and engine, all of one device. */
export interface KnownRuns {
  /** The run that counts: finished ones first, then the newest; null if none. */
  readonly find: (choice: RecipeChoice, seed: number) => RunRecord | null
  /** Its entry, to load the per-step curve. */
  readonly entryOf: (choice: RecipeChoice, seed: number) => RunEntry | null
}

/** Progress of an experiment. */
export interface ExperimentProgress {
  /** The next known runs; empty when done. */
  readonly requested: readonly { readonly choice: RecipeChoice; readonly seed: number }[]
  /** Finished runs, and the total, or its upper limit if not known yet. */
  readonly done: number
  readonly all: number
}

/** A kind of experiment: which recipes it runs, and what it reads from the runs. The page draws its figure. */
export interface ExperimentKind<P> {
  /** The recipes that it runs at every seed, or certainly runs; the baseline comes first. */
  readonly arms: (spec: P) => readonly RecipeChoice[]
  /** Optional measurements of its runs. */
  readonly measures?: Measures
  /** Whether a run can be used; by default, if it finished. */
  readonly counts?: (record: RunRecord) => boolean
  /** Its progress, if the next run depends on results; by default, all arms are run, seed by seed. */
  readonly progress?: (spec: P, known: KnownRuns) => ExperimentProgress
  /** Whether a current run can be stopped because it won't be the best. */
  readonly isHopeless?: (spec: P, known: KnownRuns, run: RunRecord) => boolean
}

/** Chance accuracy: that of an untrained network, or of NaN weights. */
export const GUESSING = 0.1

/** Whether a run finished. */
export const wentToItsEnd = (record: RunRecord): boolean => accuracyOf(record) !== null

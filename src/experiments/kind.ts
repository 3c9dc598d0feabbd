import * as v from 'valibot'
import type { RecipeChoice } from '../recipe/choice.ts'
import type { RunEntry } from '../runs/history/entry.ts'
import { accuracyOf, type RunRecord } from '../runs/record/record.ts'
import type { RunRequest } from '../runs/run.ts'
import { MAX_SEED } from '../runs/setup.ts'
import type { Measures } from '../trainer/measures.ts'

const SeedSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SEED))

/** What every experiment has, whatever it is about. */
export const COMMON = {
  id: v.string(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  seeds: v.pipe(v.array(SeedSchema), v.minLength(1)),
  dataset: v.picklist(['full', 'sample']),
  engine: v.picklist(['wgsl', 'tfjs']),
}

/** An experiment before it is taken up. */
export type Planned<E> = Omit<E, 'id' | 'createdAt'>

/** What every plan has. */
export type CommonPlan = Pick<RunRequest, 'dataset' | 'engine'> & { readonly seeds: number[] }

/** The runs of a plan's recipes, seeds, images and engine that are known here, all of one device. */
export interface KnownRuns {
  /** The one that counts: where it went to its end before others, then the newest; null where there is none. */
  readonly find: (choice: RecipeChoice, seed: number) => RunRecord | null
  /** The same as it is kept, by which its curve of single steps is found. */
  readonly entryOf: (choice: RecipeChoice, seed: number) => RunEntry | null
}

/** How far an experiment is. */
export interface Progress {
  /** What is to be run next, as far as that is known by now; empty where all is done. */
  readonly asked: readonly { readonly choice: RecipeChoice; readonly seed: number }[]
  /** Runs that are done, of all; of as many as it may come to where that is not known yet. */
  readonly done: number
  readonly all: number
}

/** A kind of experiment: which recipes it runs, and what of them it reads. The picture of it is the page's. */
export interface ExperimentKind<P> {
  /** The recipes it runs at every seed, or those it is sure to run; the one that others are compared with comes first. */
  readonly arms: (plan: P) => readonly RecipeChoice[]
  /** What its runs measure beside the usual. */
  readonly measures?: Measures
  /** Whether a run has come far enough to be read; where this is not given, one that went to its end has. */
  readonly counts?: (record: RunRecord) => boolean
  /** How far it is, where what is run next depends on what is known; else all arms are run, seed by seed. */
  readonly progress?: (plan: P, known: KnownRuns) => Progress
  /** Whether a run under way, as it is known so far, can be stopped since it will not be the best. */
  readonly isHopeless?: (plan: P, known: KnownRuns, run: RunRecord) => boolean
}

/** What a network names right that knows nothing, or whose weights are no numbers any more. */
export const GUESSING = 0.1

/** Whether a run went to its end. */
export const wentToItsEnd = (record: RunRecord): boolean => accuracyOf(record) !== null
